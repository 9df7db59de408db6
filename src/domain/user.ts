import { z } from 'zod';
import { type FieldChange, given } from './incident.ts';
import { type Decision, FORM, type Registration, refused } from './outcome.ts';
import { passwordLength } from './password.ts';

/** A user with the contact behind it and the number of its open sessions. */
export type User = {
  id: number;
  name: string;
  administrator: boolean;
  active: boolean;
  contactId: number;
  contactName: string;
  /** The contact is ACTIVO; without that its users have no access. */
  contactActive: boolean;
  /** The contact's; empty where it has none. */
  email: string;
  openSessions: number;
};

/** What the form "Agregar Usuario" says; the password is the typed one. */
export type UserData = { name: string; contactId: number; password: string };

/** Facts about a user to be added: the chosen contact, and the codes of the menus that every user gets. */
export type UserFacts = {
  nameTaken: boolean;
  contact: { name: string; active: boolean } | null;
  compulsoryMenus: string[];
};

export const userLabels = {
  name: 'Usuario',
  contactId: 'Nombre',
  password: 'Contraseña',
  passwordAgain: 'Confirmar Contraseña',
} as const;

const shortestName = 8;
const longestName = 20;

/** User names are compared without regard to case (product 3). */
export function foldUserName(name: string): string {
  return name.toLowerCase();
}

/** A new user's name; the rule on length is for new names only (product 3). */
export const userNameField = z
  .string()
  .trim()
  .refine(
    (name) => new RegExp(`^[A-Za-z0-9]{${shortestName},${longestName}}$`).test(name),
    `Usuario: use de ${shortestName} a ${longestName} letras (sin tildes ni ñ) y dígitos, sin espacios.`,
  );

/** The typed values of "Agregar Usuario" as UserData. */
export const userForm = z
  .object({
    name: userNameField,
    contactId: z
      .string()
      .refine((id) => /^[1-9]\d{0,14}$/.test(id), 'Nombre: elija un contacto de la lista.')
      .transform(Number),
    password: z
      .string()
      .refine(
        (password) => passwordLength.accepts(password),
        `Contraseña: use de ${passwordLength.shortest} a ${passwordLength.longest} caracteres.`,
      ),
    passwordAgain: z.string(),
  })
  .refine((value) => value.password === value.passwordAgain, {
    path: ['passwordAgain'],
    message: 'Confirmar Contraseña: escriba la misma contraseña en los dos campos.',
    when: () => true,
  })
  .transform(({ name, contactId, password }): UserData => ({ name, contactId, password }));

/** A new user: deactivated, with a temporary password and the compulsory menu (product 3). */
export function registerUser(data: UserData, facts: UserFacts): Registration<UserData> {
  if (!facts.contact) return refused({ contactId: 'Nombre: elija un contacto de la lista.' });
  if (!facts.contact.active) {
    return refused({ contactId: 'Nombre: el contacto está INACTIVO. Actívelo en Contactos o elija otro.' });
  }
  if (facts.nameTaken) return refused({ name: 'Usuario: ese nombre ya existe en su entidad. Elija otro.' });
  return {
    kind: 'changed',
    value: data,
    event: {
      event: 'user.created',
      subject: { kind: 'user', id: null, name: data.name },
      changes: beginningOfUser({
        name: data.name,
        contactId: data.contactId,
        contactName: facts.contact.name,
        administrator: false,
        active: false,
        menus: facts.compulsoryMenus,
      }),
    },
  };
}

/** The facts with which a user begins, as its first incident keeps them. */
export function beginningOfUser(
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

/** Activates a user; one that is active already stays as it is, so a double press is harmless. */
export function activateUser(user: User): Decision<User> {
  return setActive(user, true);
}

/** Deactivates a user; one that is inactive already stays as it is. */
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

/** ACTIVO or INACTIVO, as lists and incidents show it. */
export function stateName(active: boolean): 'ACTIVO' | 'INACTIVO' {
  return active ? 'ACTIVO' : 'INACTIVO';
}
