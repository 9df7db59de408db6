import { type CivilDate, civilDate } from './civil-date.ts';
import { delegationState } from './delegation.ts';

/** The facts that decide whether a user has access on a day (product 6). */
export type AccessFacts = {
  /** Missing where somebody of the entity asks, who isn't let in while it is suspended. */
  entitySuspended?: boolean;
  contactActive: boolean;
  active: boolean;
  administrator: boolean;
  from: CivilDate;
  until: CivilDate | null;
};

/** Whether a user's password opens a session: an own or a temporary one does, unless the temporary one has run out. */
export type PasswordState = 'good' | 'expired' | 'missing';

/** The facts that decide whether a person gets in at a moment: those on access, and the state of the password. */
export type EntryFacts = AccessFacts & { password: PasswordState };

/** A reason why a person doesn't get in today. */
export type Hindrance =
  | { kind: 'entity-suspended' | 'user-inactive' | 'contact-inactive' | 'password-expired' | 'password-missing' }
  | { kind: 'pending'; from: CivilDate }
  | { kind: 'ended'; until: CivilDate };

/**
 * True if the entity isn't suspended, contact and user are active, and today (in Ecuador) lies within the delegation.
 * An administrator keeps access after the delegation has ended (product 6).
 */
export function hasAccess(facts: AccessFacts, today: CivilDate): boolean {
  return accessHindrances(facts, today).length === 0;
}

/**
 * The reasons why a user has no access on a day, in the order in which they are told; none if they have it (product 6).
 */
export function accessHindrances(facts: AccessFacts, today: CivilDate): Hindrance[] {
  const { entitySuspended = false, contactActive, active, administrator } = facts;
  const hindrances: Hindrance[] = [];
  if (entitySuspended) hindrances.push({ kind: 'entity-suspended' });
  if (!active) hindrances.push({ kind: 'user-inactive' });
  if (!contactActive) hindrances.push({ kind: 'contact-inactive' });
  return administrator ? hindrances : [...hindrances, ...delegationHindrances(facts, today)];
}

/** The reasons why a person doesn't get in, in the order in which they are told; none if they do (product 6, P3). */
export function entryHindrances(facts: EntryFacts, now: Date): Hindrance[] {
  const { password } = facts;
  const ofAccess = accessHindrances(facts, civilDate(now));
  return password === 'good' ? ofAccess : [...ofAccess, { kind: `password-${password}` }];
}

/** True if a user's activation lets the person in, today or once the delegation begins (product 1). */
export function isWorthActivating(facts: EntryFacts, now: Date): boolean {
  const others = entryHindrances({ ...facts, active: true }, now);
  return !facts.active && others.every(({ kind }) => kind === 'pending');
}

/** The reason in the dates of a contact why its users don't get in on a day; none if they do (product 6). */
export function delegationHindrances(
  { from, until }: Pick<AccessFacts, 'from' | 'until'>,
  today: CivilDate,
): Hindrance[] {
  const state = delegationState({ from, until }, today);
  if (state === 'pending') return [{ kind: 'pending', from }];
  return state === 'ended' && until !== null ? [{ kind: 'ended', until }] : [];
}
