import { isConsultation, isContracting } from './menu.ts';

/** The person behind a request, as the database has them at that moment (S3). */
export type Actor = {
  ruc: string;
  entityName: string;
  userId: number;
  userName: string;
  contactId: number;
  personName: string;
  administrator: boolean;
  /** True for a sign-in with a temporary password, which opens the change page only (product 4). */
  temporary: boolean;
  /** The groups of the menus that the user holds. */
  menuGroups: string[];
  /** The session of the request; missing where the caller has none, as the command line. */
  session?: { number: number; endsAt: Date };
  /** The end of the temporary password of the sign-in. */
  temporaryUntil?: Date;
};

/** The rights that a route can demand; each route demands one. */
export type Right = 'own-data' | 'own-password' | 'consult' | 'contracting' | 'administration';

/** True if the actor has the right (product 3, 4). */
export function can(actor: Actor, right: Right): boolean {
  if (actor.temporary) return right === 'own-password';
  switch (right) {
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
