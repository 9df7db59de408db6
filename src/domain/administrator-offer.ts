import type * as z from 'zod';
import { type AccessFacts, entryHindrances, hasAccess } from './access.ts';
import { hindrancesText } from './access-words.ts';
import { civilDate, dateTimeText } from './civil-date.ts';
import { emailField, recordField } from './fields.ts';
import { type AuditEvent, given } from './incident.ts';
import { type Decision, FORM, type Registration, refused } from './outcome.ts';
import { personAndUser, type User } from './user.ts';

/** How an offer ended. */
export type OfferOutcome = 'accepted' | 'declined' | 'withdrawn';

/** An offer of the administration with the two users that it concerns (product 9.3). */
export type AdministratorOffer = {
  id: number;
  /** The administrator who made it. */
  madeBy: Named;
  user: Named;
  /** The address to which it was sent; the contact of the user gets it on acceptance. */
  email: string;
  madeAt: Date;
  expiresAt: Date;
  /** Null while it waits for an answer, or has run out without one. */
  outcome: OfferOutcome | null;
  settledAt: Date | null;
  /** The mail about it could not be delivered, or was held back. */
  undelivered: boolean;
};

type Named = Pick<User, 'id' | 'name' | 'contactName'>;

/** The reason for which an offer is withdrawn by another change than the administrator's own word. */
export type WithdrawalReason = 'replaced' | 'reported' | 'reset' | 'set';

/** The time within which an offer can be accepted, in milliseconds (product 9.3). */
export const offerLife = 72 * 3_600_000;

/** The labels of the form that offers the administration. */
export const offerLabels = {
  search: 'Buscar usuario',
  userId: 'Nuevo administrador',
  email: 'Correo Electrónico',
  password: 'Contraseña',
} as const;

/**
 * The data of that form. An empty e-mail stands for the contact's; filledIn is the one that the page had filled in, or
 * ''.
 */
export type OfferData = { userId: number; email: string; filledIn: string };

/** Reads the user and the e-mail of that form; each fault is a sentence with its remedy. */
export const offerFields = {
  userId: recordField(`${offerLabels.userId}: elija un usuario de la lista.`),
  email: emailField(offerLabels.email),
} satisfies Partial<Record<keyof OfferData, z.ZodType>>;

/** True until an offer is answered, taken back or has run out. */
export function isOpen({ outcome, expiresAt }: Pick<AdministratorOffer, 'outcome' | 'expiresAt'>, now: Date): boolean {
  return outcome === null && now < expiresAt;
}

/**
 * Decides on offering the administration to a user, who has to get in today and be another person's than the
 * administrator's (product 9.3). The value has the address to which the offer goes.
 */
export function offerAdministration(
  candidate: User | null,
  { email, filledIn }: OfferData,
  { administrator, now }: { administrator: User; now: Date },
): Registration<{ userId: number; email: string }> {
  if (!administrator.administrator) return refused({ [FORM]: noAdministrator });
  const fault = candidateFault(candidate, administrator, now);
  if (!candidate || fault) return refused({ userId: `${offerLabels.userId}: ${fault}` });
  if (email !== '' && email === filledIn && email !== candidate.email) {
    return refused({
      email: `${offerLabels.email}: el que estaba escrito no es el registrado. Revise el de ${candidate.contactName} y proponga de nuevo.`,
    });
  }
  const address = email || candidate.email;
  if (address === '') {
    return refused({
      email: `${offerLabels.email}: escríbalo, porque el contacto de ${candidate.name} no tiene uno registrado.`,
    });
  }
  return {
    kind: 'changed',
    value: { userId: candidate.id, email: address },
    event: {
      event: 'administration.offered',
      subject: subjectOf(candidate),
      changes: [
        given('administration.email', address),
        given('administration.until', new Date(now.getTime() + offerLife).toISOString()),
      ],
    },
  };
}

const noAdministrator =
  'No se hizo la propuesta: usted ya no es el administrador de la entidad. Revise su «Inicio» para ver qué puede hacer.';

function candidateFault(candidate: User | null, { contactId }: User, now: Date): string {
  if (!candidate) return 'elija un usuario de la lista.';
  if (candidate.contactId === contactId) return `${candidate.name} es de usted mismo. Elija el de otra persona.`;
  const hindrances = entryHindrances(candidate, now);
  return hindrances.length > 0 ? `elija a otro; ${candidate.name} ${hindrancesText(hindrances)}` : '';
}

/**
 * Decides on taking an offer back; unchanged if it was taken back before, and no newer one waits, which the administrator
 * may mean (product 9.3).
 */
export function withdrawOffer(
  offer: AdministratorOffer | null,
  newest: AdministratorOffer | null,
  now: Date,
): Decision<AdministratorOffer> {
  if (!offer) return refused({ [FORM]: `No se retiró nada: ${missing}` });
  if (isOpen(offer, now)) return { kind: 'changed', value: offer, event: withdrawal(offer.user) };
  if (newest && isOpen(newest, now)) {
    return refused({
      [FORM]: `No se retiró nada: ${endOfOffer(offer)}. Ahora espera respuesta la propuesta a ${personAndUser(newest.user)}; si quiere retirarla, presione de nuevo «Retirar propuesta».`,
    });
  }
  if (offer.outcome === 'withdrawn' && !ranOut(offer)) return { kind: 'unchanged', value: offer };
  return refused({ [FORM]: `No se retiró nada: ${endText(offer)}` });
}

/** The event of an offer that was taken back, or is withdrawn by another change for a reason. */
export function withdrawal(user: Pick<Named, 'id' | 'name'>, reason?: WithdrawalReason): AuditEvent {
  const changes = reason ? [given('administration.withdrawnFor', reason)] : [];
  return { event: 'administration.withdrawn', subject: subjectOf(user), changes };
}

/** Decides on declining an offer; unchanged if the user has declined it before (product 9.3). */
export function declineOffer(
  offer: AdministratorOffer | null,
  { userId, now }: { userId: number; now: Date },
): Decision<AdministratorOffer> {
  const fault = answerFault(offer, userId);
  if (!offer || fault) return refused({ [FORM]: `No se registró su respuesta: ${fault}` });
  if (offer.outcome === 'declined') return { kind: 'unchanged', value: offer };
  if (!isOpen(offer, now)) return refused({ [FORM]: `No se registró su respuesta: ${endText(offer)}` });
  const event = { event: 'administration.declined' as const, subject: subjectOf(offer.user), changes: [] };
  return { kind: 'changed', value: offer, event };
}

/** Whether the two users of an offer have access at the moment of its acceptance. */
type AcceptanceFacts = { userId: number; candidate: AccessFacts; administrator: AccessFacts; now: Date };

/**
 * Says why an offer can't be accepted, as the end of a sentence, or null: it has to be open, its user to have access, and
 * the one who made it still to be the administrator and to have access (product 9.3).
 */
export function acceptanceFault(
  offer: AdministratorOffer,
  { userId, candidate, administrator, now }: AcceptanceFacts,
): string | null {
  const fault = answerFault(offer, userId);
  if (fault) return fault;
  if (!isOpen(offer, now)) return endText(offer);
  const today = civilDate(now);
  if (!hasAccess(candidate, today)) return 'usted ya no tiene acceso. Consulte al administrador de su entidad.';
  if (administrator.administrator && hasAccess(administrator, today)) return null;
  return `quien le hizo la propuesta, ${offer.madeBy.name}, ya no tiene acceso como administrador. ${anew}`;
}

/** The sentence on an offer that wasn't accepted for this reason. */
export function notAccepted(reason: string): string {
  return `No se aceptó la administración: ${reason}`;
}

/** The reason for an offer that isn't there. */
export const missing = 'esa propuesta no existe. Revise la página y elija uno de sus botones.';

const anew = 'Si hace falta, el administrador puede hacer otra; revise su «Inicio».';

// Another person's offer is answered like a missing one.
function answerFault(offer: AdministratorOffer | null, userId: number): string | null {
  return offer?.user.id === userId ? null : missing;
}

/** Says how an offer ended that isn't open, without the point at the end. */
export function endOfOffer(offer: AdministratorOffer): string {
  const { outcome, user, expiresAt, settledAt } = offer;
  const words = { accepted: 'se aceptó', declined: 'no fue aceptada', withdrawn: 'se retiró' };
  const isSettled = outcome !== null && settledAt !== null && !ranOut(offer);
  const end = isSettled ? `${words[outcome]} el ${dateTimeText(settledAt)}` : `venció el ${dateTimeText(expiresAt)}`;
  return `la propuesta a ${personAndUser(user)} ${end}`;
}

// One that has run out is settled when another change makes room for the next.
function ranOut({ expiresAt, settledAt }: AdministratorOffer): boolean {
  return settledAt === null || settledAt >= expiresAt;
}

function endText(offer: AdministratorOffer): string {
  return `${endOfOffer(offer)}. ${anew}`;
}

/**
 * Says why the operator can't make a user the administrator, as the end of a sentence, or null. The dates of the
 * delegation don't matter, as for any administrator (product 9.3).
 */
export function appointmentFault(user: User): string | null {
  const { name, active, contactActive, email } = user;
  if (!active) return `el usuario ${name} está INACTIVO. Elija otro, o pida al administrador que lo active.`;
  if (!contactActive) return `el contacto del usuario ${name} está INACTIVO. Elija otro, o pida que lo activen.`;
  if (email !== '') return null;
  return `el contacto del usuario ${name} no tiene correo electrónico, que el administrador necesita. Elija otro, o use «admin reset» para que el administrador lo registre.`;
}

/** The menus that a change of the administrator takes from the former one, and gives to the new one, by their codes. */
export type MovedMenus = { taken: string[]; given: string[] };

/** The two events of a change of the administrator: of the former one and of the new one, with the menus that move. */
export function administratorEvents(
  event: 'administration.accepted' | 'administrator.set',
  { former, successor }: { former: Pick<User, 'id' | 'name'>; successor: Pick<User, 'id' | 'name'> },
  menus: MovedMenus,
): AuditEvent[] {
  return [
    {
      event,
      subject: subjectOf(former),
      changes: [
        { field: 'user.administrator', old: true, new: false },
        ...menus.taken.map((code) => ({ field: 'user.menu' as const, old: code, new: null })),
      ],
    },
    {
      event,
      subject: subjectOf(successor),
      changes: [
        { field: 'user.administrator', old: false, new: true },
        ...menus.given.map((code) => given('user.menu', code)),
      ],
    },
  ];
}

function subjectOf({ id, name }: Pick<User, 'id' | 'name'>) {
  return { kind: 'user' as const, id, name };
}
