import * as z from 'zod';
import type { EntryFacts } from './access.ts';
import { alsoWithOtherFaults, recordField, textField } from './fields.ts';
import { type FieldChange, given } from './incident.ts';
import { type Decision, FORM, type Registration, refused } from './outcome.ts';
import { copiedPassword, passwordLength } from './password.ts';

/** A user with its contact's data, what decides on access, and the number of its open sessions. */
export type User = EntryFacts & {
  id: number;
  name: string;
  contactId: number;
  contactName: string;
  /** The contact's e-mail; '' if it has none. */
  email: string;
  openSessions: number;
};

/** The data of the form "Agregar Usuario"; the password is in clear. */
export type UserData = { name: string; contactId: number; password: string };

/** The facts that the rule on adding a user needs. Menus are the codes of those that the user gets. */
export type UserFacts = {
  nameTaken: boolean;
  contact: { name: string; active: boolean } | null;
  menus: string[];
};

/** The labels of the fields of "Agregar Usuario". */
export const userLabels = {
  name: 'Usuario',
  search: 'Buscar contacto',
  contactId: 'Nombre',
  password: 'Contraseña',
  passwordAgain: 'Confirmar Contraseña',
} as const;

const shortestName = 8;
const longestName = 20;

/** The key by which user names are compared: the name in lower case (product 3). */
export function foldUserName(name: string): string {
  return name.toLowerCase();
}

/** Names a user with its person: «Pinto Ana (delegado01)». */
export function personAndUser({ contactName, name }: Pick<User, 'contactName' | 'name'>): string {
  return `${contactName} (${name})`;
}

/** The end of the sentence on a name that another user of the entity has. */
export const takenNameFault = 'ese nombre ya existe en su entidad. Elija otro.';

/** The sentence on such a name. */
export const takenNameSentence = `Usuario: ${takenNameFault}`;

/** The remedy for a name that a new user can't have. */
export const userNameRule = `use de ${shortestName} a ${longestName} letras (sin tildes ni ñ) y dígitos, sin espacios.`;

/** True for a name that a new user can have. Stored names may have another length (product 3). */
export function isUserName(name: string): boolean {
  return new RegExp(`^[A-Za-z0-9]{${shortestName},${longestName}}$`).test(name);
}

/** The name of a new user. */
export const userNameField = textField.refine(isUserName, `Usuario: ${userNameRule}`);

/** Reads the form "Agregar Usuario" as UserData; each fault is a sentence with its remedy. */
export const userForm = z
  .object({
    name: userNameField,
    contactId: recordField('Nombre: elija un contacto de la lista.'),
    password: z
      .string()
      .transform(copiedPassword)
      .refine(
        (password) => passwordLength.accepts(password),
        `Contraseña: use de ${passwordLength.shortest} a ${passwordLength.longest} caracteres.`,
      ),
    passwordAgain: z.string().transform(copiedPassword),
  })
  .refine((value) => value.password === value.passwordAgain, {
    path: ['passwordAgain'],
    message: 'Confirmar Contraseña: escriba la misma contraseña en los dos campos.',
    when: alsoWithOtherFaults,
  })
  .transform(({ name, contactId, password }): UserData => ({ name, contactId, password }));

/** Decides on adding a user, who begins deactivated and with the compulsory menus (product 3). */
export function registerUser<T extends Omit<UserData, 'password'>>(data: T, facts: UserFacts): Registration<T> {
  if (!facts.contact) return refused({ contactId: 'Nombre: elija un contacto de la lista.' });
  if (!facts.contact.active) {
    return refused({ contactId: 'Nombre: el contacto está INACTIVO. Actívelo en Contactos o elija otro.' });
  }
  if (facts.nameTaken) return refused({ name: takenNameSentence });
  return {
    kind: 'changed',
    value: data,
    event: {
      event: 'user.created',
      subject: { kind: 'user', id: null, name: data.name },
      changes: userCreationChanges({
        name: data.name,
        contactId: data.contactId,
        contactName: facts.contact.name,
        administrator: false,
        active: false,
        menus: facts.menus,
      }),
    },
  };
}

/** The changes that the incident of a user's creation records: all that its later states depend on (product 6). */
export function userCreationChanges(
  user: Pick<User, 'name' | 'contactId' | 'contactName' | 'administrator' | 'active'> & { menus: string[] },
): FieldChange[] {
  return [
    given('user.name', user.name),
    given('user.contactId', user.contactId),
    given('user.contactName', user.contactName),
    given('user.administrator', user.administrator),
    given('user.active', user.active),
    ...user.menus.map((code) => given('user.menu', code)),
  ];
}

/** Decides on activating a user; unchanged if it is active already, so that a double press does no harm (product 3). */
export function activateUser(user: User): Decision<User> {
  return setActive(user, true);
}

/** Decides on deactivating a user; unchanged if it is inactive already (product 3). */
export function deactivateUser(user: User): Decision<User> {
  return setActive(user, false);
}

function setActive(user: User, active: boolean): Decision<User> {
  if (user.administrator) {
    return refused({ [FORM]: `${user.name} es el usuario administrador de la entidad y siempre está activo.` });
  }
  if (user.active === active) return { kind: 'unchanged', value: user };
  return {
    kind: 'changed',
    value: { ...user, active },
    event: {
      event: active ? 'user.activated' : 'user.deactivated',
      subject: { kind: 'user', id: user.id, name: user.name },
      changes: [{ field: 'user.active', old: user.active, new: active }],
    },
  };
}

/** The word for a state: ACTIVO or INACTIVO. */
export function statusName(active: boolean): 'ACTIVO' | 'INACTIVO' {
  return active ? 'ACTIVO' : 'INACTIVO';
}
