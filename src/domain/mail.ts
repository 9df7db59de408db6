import { maskEmail } from './email.ts';
import { given } from './incident.ts';
import { type Decision, FORM, refused } from './outcome.ts';
import type { User } from './user.ts';

/** What a mail tells its reader (spec 3.2, 4, and the notices of a change). */
export type MailKind =
  | 'password-reset'
  | 'password-changed'
  | 'user-activated'
  | 'email-changed'
  | 'recovery'
  | 'recovery-reported';

/** What becomes of a mail: it waits, it is out, its last try has failed, or there is no more reason to send it. */
export type MailStatus = 'queued' | 'sent' | 'undelivered' | 'dropped';

/** A mail whose last try has failed; goodUntil where it carries a temporary password, null for one that is over. */
export type UndeliveredMail = { id: number; kind: MailKind; queuedAt: Date; goodUntil?: Date | null };

/** A user with the mails about it that could not be delivered; the user's e-mail is the contact's of today. */
export type UndeliveredMails = { user: User; mails: UndeliveredMail[] };

/** Whom a change of address is told: both learn it, so that nobody takes over another's mail unseen. */
export function toldOfNewAddress(before: string, after: string): string[] {
  return before === after ? [] : [before, after].filter((address) => address !== '');
}

/** True while a mail still says what is so: a temporary password that is over is of no use to anybody. */
export function isWorthSending({ goodUntil }: UndeliveredMail, now: Date): boolean {
  return goodUntil === undefined || (goodUntil !== null && goodUntil > now);
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
