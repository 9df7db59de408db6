import { entryHindrances } from './access.ts';
import { hindrancesText } from './access-words.ts';
import { civilDate } from './civil-date.ts';
import { maskEmail } from './email.ts';
import { given } from './incident.ts';
import { type Decision, FORM, refused } from './outcome.ts';
import type { User } from './user.ts';

/** Decides on the reset of a delegate's password; the value is the e-mail that gets the temporary one (product 3.2). */
export function resetPassword(user: User): Decision<string> {
  const { id, name, email } = user;
  if (user.administrator) {
    return refused({
      [FORM]: `${name} es el usuario administrador de la entidad: su contraseña no se resetea desde esta lista.`,
    });
  }
  if (email === '') {
    return refused({
      [FORM]: `El contacto de ${name} no tiene correo electrónico, y la contraseña temporal se envía por correo. Regístrelo y vuelva a intentarlo.`,
    });
  }
  return {
    kind: 'changed',
    value: email,
    event: {
      event: 'password.reset',
      subject: { kind: 'user', id, name },
      changes: [given('password.sentTo', maskEmail(email))],
    },
  };
}

/** The sentence for a form that has reset another user's password, by which this user's can't be reset (D3). */
export function resetOfAnother({ name }: Pick<User, 'name'>): string {
  return `Este formulario ya reseteó la contraseña de otro usuario; la de ${name} no cambió. Si desea resetearla, presione de nuevo «Resetear Contraseña».`;
}

/**
 * The sentences on why a person doesn't get in today with a temporary password that is good until a moment, and whether
 * it ends before the delegation begins; null if they get in (product 3.2).
 */
export function unusableText(user: User, goodUntil: Date, now: Date): string | null {
  const hindrances = entryHindrances(user, now);
  if (hindrances.length === 0) return null;
  const tooEarly = hindrances.some((one) => one.kind === 'pending' && one.from > civilDate(goodUntil));
  const sentences = [`Aunque tenga la contraseña temporal, ${hindrancesText(hindrances)}`];
  if (tooEarly) sentences.push('La contraseña temporal vence antes de que empiece la delegación: resetéela ese día.');
  return sentences.join(' ');
}
