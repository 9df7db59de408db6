import { maskEmail } from './email.ts';
import { given } from './incident.ts';
import type { LetterFacts } from './letter.ts';
import { type Decision, FORM, refused } from './outcome.ts';
import { isInTime } from './password.ts';
import type { User } from './user.ts';

/**
 * The content of each mail (product 3.2, 4 and 5). A new mail is a line here with its name below, a view in
 * views/mails.tsx, and the place that posts it. A temporary password and its report link are derived from the seed.
 */
export type MailContent =
  | { kind: 'password-reset'; seed: string }
  | { kind: 'password-changed' }
  | { kind: 'user-activated' }
  | { kind: 'email-changed'; before: string; after: string }
  | { kind: 'recovery'; seed: string; letter: LetterFacts }
  | { kind: 'recovery-reported'; userName: string };

export type MailKind = MailContent['kind'];

/** The name of each mail, where mails are listed. */
export const mailNames: Record<MailKind, string> = {
  'password-reset': 'Contraseña temporal',
  'password-changed': 'Aviso de cambio de contraseña',
  'user-activated': 'Aviso de activación',
  'email-changed': 'Aviso de cambio de correo',
  recovery: 'Contraseña temporal solicitada',
  'recovery-reported': 'Aviso de reporte',
};

/** The state of a mail: it waits, it was sent, its last try has failed, or there is no more reason to send it. */
export type MailStatus = 'queued' | 'sent' | 'undelivered' | 'dropped';

/** A mail whose last try has failed; goodUntil if it carries a temporary password, null for a replaced one. */
export type UndeliveredMail = { id: number; kind: MailKind; queuedAt: Date; goodUntil?: Date | null };

/** A user with the mails about it that could not be delivered; the user's e-mail is the contact's of today. */
export type UndeliveredMails = { user: User; mails: UndeliveredMail[] };

/** The addresses that are told of a change of address: both, so that nobody takes over another's mail unseen. */
export function toldOfNewAddress(before: string, after: string): string[] {
  return before === after ? [] : [before, after].filter((address) => address !== '');
}

/** True while a mail's text is of use: an expired temporary password is of none. */
export function isWorthSending({ goodUntil }: UndeliveredMail, now: Date): boolean {
  return goodUntil === undefined || isInTime(goodUntil, now);
}

/** Sends the undelivered mails of a user again (D5); the value holds those that go out. */
export function resendMails(found: UndeliveredMails, now: Date): Decision<UndeliveredMails> {
  const { user, mails } = found;
  const { email } = user;
  if (mails.length === 0) return { kind: 'unchanged', value: found };
  if (email === '') {
    return refused({ [FORM]: `El contacto de ${user.name} ya no tiene correo electrónico. Regístrelo y reenvíe.` });
  }
  const sent = mails.filter((mail) => isWorthSending(mail, now));
  if (sent.length === 0) {
    return refused({
      [FORM]: `La contraseña temporal de ese correo ya venció. Resetee la contraseña de ${user.name}.`,
    });
  }
  return {
    kind: 'changed',
    value: { ...found, mails: sent },
    event: {
      event: 'mail.resent',
      subject: { kind: 'user', id: user.id, name: user.name },
      changes: [given('mail.resentTo', maskEmail(email))],
    },
  };
}
