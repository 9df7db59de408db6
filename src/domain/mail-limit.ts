import { timeFrom } from './civil-date.ts';
import { maskEmail } from './email.ts';
import type { MailKind } from './mail.ts';

/** The mails of a kind that may leave within the span to one recipient, and of one entity (T5). */
export const mailLimits = { recipient: 3, entity: 30 } as const;

/**
 * The mails of a kind that one entity may send within the span; null for any number (T5). The ends of accesses are told
 * by the calendar, to each person once, and many delegations end on one day.
 */
export function entityLimit(kind: MailKind): number | null {
  return kind === 'access-ending' ? null : mailLimits.entity;
}

/** The span of the limits of mails, in milliseconds: an hour before the present moment (T5). */
export const limitSpan = 3_600_000;

/** A mail that a limit holds back until a moment. */
export type HeldMail = { recipient: string; by: keyof typeof mailLimits; until: Date };

/** The sentence in a confirmation that a notice wasn't sent, although its change was made. */
export function noticeHeld(held: HeldMail): string {
  return `No se envió el aviso a ${maskEmail(held.recipient)}, porque ${reason(held)}.`;
}

/** The sentence in a confirmation to a delegate that the notice to the administrator wasn't sent (product 9.4). */
export function administratorNoticeHeld(held: HeldMail): string {
  return `El aviso al administrador no salió, porque ${reason(held)}; él lo encuentra en «Inicio».`;
}

/** The sentence that refuses a reset whose mail is held back. */
export function resetHeld(held: HeldMail): string {
  return `No se reseteó la contraseña, porque ${reason(held, true)}. ${remedy(held)}`;
}

/** The sentence that refuses a change of the administrator's identity whose notice is held back. */
export function identityHeld(held: HeldMail): string {
  return `No se guardó el cambio, porque ${reason(held, true)} y su aviso no podría salir. ${remedy(held)}`;
}

/** The sentence that refuses to send mails again that are held back once more. */
export function resendingHeld(held: HeldMail): string {
  return `No se reenvió nada a ${maskEmail(held.recipient)}, porque ${reason(held)}. ${remedy(held)}`;
}

/** Joins a confirmation with the sentences on the notices that weren't sent. */
export function withHeldNotices(confirmation: string, held: HeldMail[] = []): string {
  return [confirmation, ...held.map(noticeHeld)].join(' ');
}

/** The sentence on when a held mail may be sent again from the list of users. */
export function resendingFrom({ until }: HeldMail): string {
  return `Puede reenviarlo desde la lista de usuarios a partir de las ${timeFrom(until)}.`;
}

function reason({ by, recipient }: HeldMail, named = false): string {
  const kind = `${mailLimits[by]} correos de ese tipo`;
  if (by === 'entity') return `de su entidad ya salieron ${kind} en una hora`;
  return `ya salieron ${kind}${named ? ` a ${maskEmail(recipient)}` : ''} en una hora`;
}

function remedy({ until }: HeldMail): string {
  return `Inténtelo a partir de las ${timeFrom(until)}.`;
}
