import { entryHindrances } from './access.ts';
import { hindrancesText } from './access-words.ts';
import type { CivilDate } from './civil-date.ts';
import { maskEmail } from './email.ts';
import type { IdentityField } from './identity.ts';
import { given } from './incident.ts';
import type { LetterFacts } from './letter.ts';
import { type Decision, FORM, refused } from './outcome.ts';
import { isInTime } from './password.ts';
import type { User } from './user.ts';

/**
 * The content of each mail (product 3.2, 4, 5 and 9.1). A new mail takes a line here, its name below, a view in
 * views/mails.tsx, and one place that posts it. A temporary password and a report link are derived from the seed (P3),
 * the link that reports a change of the administrator's identity from a seed of its own. A notice on delegations has
 * the day of which it tells; the people are read when it is written.
 */
export type MailContent =
  | { kind: 'password-reset'; seed: string }
  | { kind: 'password-changed' }
  | { kind: 'user-activated' }
  | { kind: 'email-changed'; before: string; after: string }
  | { kind: 'identity-changed'; reportSeed: string; changed: IdentityField[]; before: string; after: string }
  | { kind: 'recovery'; seed: string; letter: LetterFacts }
  | { kind: 'recovery-reported'; userName: string }
  | { kind: 'delegations-digest'; day: CivilDate }
  | { kind: 'access-ending'; day: CivilDate }
  | { kind: 'administration-offered'; madeBy: string; until: string }
  | { kind: 'administrator-changed'; former: string; successor: string; byOperator: boolean }
  | { kind: 'correction-requested'; userName: string; contactName: string; text: string }
  | { kind: 'access-ended'; userName: string; contactName: string; reason: string };

export type MailKind = MailContent['kind'];

/** The name of each mail in lists. */
export const mailNames: Record<MailKind, string> = {
  'password-reset': 'Contraseña temporal',
  'password-changed': 'Aviso de cambio de contraseña',
  'user-activated': 'Aviso de activación',
  'email-changed': 'Aviso de cambio de correo',
  'identity-changed': 'Aviso de cambio de datos del administrador',
  recovery: 'Contraseña temporal solicitada',
  'recovery-reported': 'Aviso de reporte',
  'delegations-digest': 'Aviso de delegaciones que terminan',
  'access-ending': 'Aviso de fin del acceso',
  'administration-offered': 'Propuesta de administración',
  'administrator-changed': 'Aviso de cambio de administrador',
  'correction-requested': 'Solicitud de corrección',
  'access-ended': 'Aviso de un acceso terminado',
};

/** The time, in milliseconds, within which the activations of a user are told once (product 3). */
export const activationsToldOnceFor = 3_600_000;

/** The state of a mail: waiting, sent, failed at the last try, or no longer to be sent (D5). */
export type MailStatus = 'queued' | 'sent' | 'undelivered' | 'dropped';

/**
 * A mail that failed at its last try, or that a limit held back. goodUntil is the end of its temporary password: null
 * if a newer password has replaced it, missing if the mail has none.
 */
export type UndeliveredMail = { id: number; kind: MailKind; queuedAt: Date; held: boolean; goodUntil?: Date | null };

/** A user with the undelivered mails about them; the user's e-mail is the contact's present one. */
export type UndeliveredMails = { user: User; mails: UndeliveredMail[] };

/**
 * The addresses to notify of a changed e-mail: the old and the new one, so that a takeover is noticed (product 2). They
 * come in one order, so that two changes that cross don't wait for each other's counts.
 */
export function addressesToNotify(before: string, after: string): string[] {
  if (before === after) return [];
  return [before, after].filter((address) => address !== '').sort(inFoldedOrder);
}

/** Compares two addresses without regard to case. */
export function inFoldedOrder(one: string, other: string): number {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** True unless the mail's temporary password has expired or been replaced (product 3.2). */
export function isWorthSending({ goodUntil }: UndeliveredMail, now: Date): boolean {
  return goodUntil === undefined || isInTime(goodUntil, now);
}

/** Decides on sending a user's undelivered mails again (D5); the value has the mails to send. */
export function resendMails(found: UndeliveredMails, now: Date): Decision<UndeliveredMails> {
  const { user, mails } = found;
  const { email } = user;
  if (mails.length === 0) return { kind: 'unchanged', value: found };
  if (email === '') {
    return refused({ [FORM]: `El contacto de ${user.name} ya no tiene correo electrónico. Regístrelo y reenvíe.` });
  }
  const hindrances = entryHindrances(user, now);
  const isTrue = ({ kind }: UndeliveredMail) => kind !== 'user-activated' || hindrances.length === 0;
  const sent = mails.filter((mail) => isWorthSending(mail, now) && isTrue(mail));
  if (sent.length === 0 && !mails.every(isTrue)) {
    return refused({
      [FORM]: `El aviso de activación de ${user.name} no se reenvía, porque ${hindrancesText(hindrances)}`,
    });
  }
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
