import { z } from 'zod';
import { type Outcome, type Registration, refused } from './change.ts';
import { passwordLength } from './password.ts';

/** A user as the rules see it. */
export type User = {
  id: number;
  name: string;
  administrator: boolean;
  active: boolean;
};

/** What the form "Agregar Usuario" says; the password is the typed one. */
export type UserData = { name: string; contactId: number; password: string };

export type UserFacts = { nameTaken: boolean; contact: { name: string; active: boolean } | null };

export const userLabels = {
  name: 'Usuario',
  contactId: 'Nombre',
  password: 'Contraseña',
  passwordAgain: 'Confirmar Contraseña',
} as const;

const shortestName = 8;
const longestName = 20;

/** User names are compared without regard to case (spec 3). */
export function foldUserName(name: string): string {
  return name.toLowerCase();
}

/** A new user's name; the rule on length is for new names only (spec 3). */
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

/** A new user: deactivated, with a temporary password and the compulsory menu (spec 3). */
export function addUser(data: UserData, facts: UserFacts): Registration<UserData> {
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
      changes: [
        { field: 'Usuario', old: null, new: data.name },
        { field: 'Nombre', old: null, new: facts.contact.name },
        { field: 'Estado', old: null, new: 'INACTIVO' },
      ],
    },
  };
}

/** Activates or deactivates; asking for the state that holds already changes nothing, so a double press is harmless. */
export function setActive(user: User, active: boolean): Outcome<User> {
  if (user.administrator) {
    return refused({ '': `${user.name} es el usuario administrador de la entidad y siempre está activo.` });
  }
  if (user.active === active) return { kind: 'unchanged', value: user };
  return {
    kind: 'changed',
    value: { ...user, active },
    event: {
      event: active ? 'user.activated' : 'user.deactivated',
      subject: { kind: 'user', id: user.id, name: user.name },
      changes: [{ field: 'Estado', old: stateName(user.active), new: stateName(active) }],
    },
  };
}

/** ACTIVO or INACTIVO, as lists and incidents show it. */
export function stateName(active: boolean): 'ACTIVO' | 'INACTIVO' {
  return active ? 'ACTIVO' : 'INACTIVO';
}
