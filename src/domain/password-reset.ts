import { FORM, type Outcome, refused } from './change.ts';
import { maskEmail } from './email.ts';
import type { User } from './user.ts';

/** What the rule on resetting a password needs to know besides the user; counted in the same transaction. */
export type ResetFacts = { contactId: number; email: string; sessions: number };

/** What a reset sends: the temporary password goes to this address. */
export type Reset = { email: string };

/** Ends a delegate's password in favour of a temporary one that goes to the contact's e-mail (spec 3.2). */
export function resetPassword(user: User, { email }: ResetFacts): Outcome<Reset> {
  if (user.administrator) {
    return refused({
      [FORM]: `${user.name} es el usuario administrador de la entidad: su contraseña no se resetea desde esta lista.`,
    });
  }
  if (email === '') {
    return refused({
      [FORM]: `El contacto de ${user.name} no tiene correo electrónico, y la contraseña temporal se envía por correo. Regístrelo y vuelva a intentarlo.`,
    });
  }
  return {
    kind: 'changed',
    value: { email },
    event: {
      event: 'password.reset',
      subject: { kind: 'user', id: user.id, name: user.name },
      changes: [{ field: 'Contraseña temporal enviada a', old: null, new: maskEmail(email) }],
    },
  };
}
