import type { CivilDate } from './civil-date.ts';
import { delegationState } from './delegation.ts';
import { isConsultation, isContracting } from './menu.ts';

/** The person behind a request, as the database knows them at this moment. */
export type Actor = {
  ruc: string;
  entityName: string;
  userId: number;
  userName: string;
  contactId: number;
  personName: string;
  administrator: boolean;
  /** Signed in with a temporary password: reaches the change page and nothing else. */
  temporary: boolean;
  /** The groups of the menus held. */
  menuGroups: string[];
  /** The session behind the request; none where no browser asks. */
  session?: { number: number; endsAt: Date };
};

/** The rights that routes declare; each route has exactly one. */
export type Permission = 'own-data' | 'own-password' | 'consult' | 'contracting' | 'administration';

/** True where the person may use what the permission guards (product 3, 4). */
export function can(actor: Actor, permission: Permission): boolean {
  if (actor.temporary) return permission === 'own-password';
  switch (permission) {
    case 'own-data':
    case 'own-password':
      return true;
    case 'consult':
      return actor.menuGroups.some((group) => isConsultation({ group }));
    case 'contracting':
      return actor.menuGroups.some((group) => isContracting({ group }));
    case 'administration':
      return actor.administrator;
  }
}

/** What decides whether a user has access today. */
export type AccessFacts = {
  entitySuspended: boolean;
  contactActive: boolean;
  userActive: boolean;
  administrator: boolean;
  from: CivilDate;
  until: CivilDate | null;
};

/**
 * True while the entity, the contact and the user are active and today (Guayaquil) lies within the delegation.
 * The administrator's delegation warns, but doesn't shut out (product 6).
 */
export function hasAccess(facts: AccessFacts, today: CivilDate): boolean {
  if (facts.entitySuspended || !facts.contactActive || !facts.userActive) return false;
  return facts.administrator || delegationState(facts, today) === 'current';
}
