import type { Actor } from '../../domain/actor.ts';

/** When and from where a request comes; the command line comes from no address. */
export type Origin = { now: Date; address: string; requestId: string };

/** The person behind a request, with its origin: every scoped verb and every incident depend on it. */
export type Caller = Origin & { actor: Actor };

/** A user's name across entities: users are numbered within their RUC. */
export type UserKey = { ruc: string; userId: number };

/** A person who may open a session; temporary where the password was. */
export type SignedIn = UserKey & { temporary: boolean };
