import type { Actor } from '../../domain/actor.ts';

/**
 * The moment, address and number of a request; the command line has neither address nor number, both ''. Gone says that
 * whoever sent it has left. Browser is the number of a browser that is known to the account whose password it gives (T5).
 */
export type Origin = { now: Date; address: string; requestId: string; gone?: AbortSignal; browser?: string };

/** The person behind a request, with its origin. Every scoped verb acts for a caller, and incidents name it. */
export type Caller = Origin & { actor: Actor };

/** Names a user among those of all entities. */
export type UserKey = { ruc: string; userId: number };

/** Selects one user of a RUC, the users of one of its contacts, or all of its users. */
export type UserSelection = { ruc: string; userId?: number; contactId?: number };

/** A user who has given the right password and may open a session; temporary if the password was. */
export type SignedIn = UserKey & { temporary: boolean };

/** Writes a user key as one text. */
export function userKeyText({ ruc, userId }: UserKey): string {
  return `${ruc}/${userId}`;
}

/** Reads the text of a user key. */
export function readUserKey(text: string): UserKey {
  const [ruc = '', userId] = text.split('/');
  return { ruc, userId: Number(userId) };
}
