import { browserName } from '../../domain/browser.ts';
import { type Outcome, outcomeOf } from '../../domain/outcome.ts';
import { endSessions, type OpenSession } from '../../domain/session.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { recordIncident } from '../records/incident.ts';
import { openAt } from '../records/session.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Door } from './door.ts';

/** A user with the open sessions, the most recently used first. */
type UserSessions = { user: User; open: OpenSession[] };

/** A user with the sessions that a verb has ended. */
type EndedSessions = { user: User; ended: OpenSession[] };

/** Makes the verbs on the open sessions of the entity's users (product 4). */
export function userSessions(door: Door) {
  const { ruc, caller } = door;
  const { userId: ownId } = caller.actor;
  return {
    /** Reads the open sessions of a user. Throws NotFound. */
    find: (userId: number): Promise<UserSessions> =>
      door.enter(async (scope) => {
        const user = await findUser(scope, ruc, userId, caller.now);
        return { user, open: await openSessions(scope, door, userId) };
      }),

    /** Ends one of the caller's own sessions, but not the one behind the request. */
    endOwn: (number: number): Promise<Outcome<EndedSessions>> =>
      end(door, ownId, (session) => session.number === number && !session.own),

    /** Ends the caller's own sessions except the one behind the request. */
    endOthers: (): Promise<Outcome<EndedSessions>> => end(door, ownId, ({ own }) => !own),

    /** Ends all sessions of a user. Throws NotFound. */
    endAll: (userId: number): Promise<Outcome<EndedSessions>> => end(door, userId, () => true),
  };
}

function end(door: Door, userId: number, ends: (session: OpenSession) => boolean): Promise<Outcome<EndedSessions>> {
  const { ruc, caller } = door;
  return door.enter(async (scope) => {
    // Locked, so that two callers who end one session at once leave one incident.
    const user = await lockUser(scope, ruc, userId, caller.now);
    const decision = endSessions(user, await openSessions(scope, door, userId), ends);
    if (decision.kind === 'refused') return outcomeOf(decision, { user, ended: [] });
    if (decision.kind === 'changed') {
      const numbers = decision.value.map(({ number }) => number);
      await scope
        .deleteFrom('sessions')
        .where('ruc', '=', ruc)
        .where('user_id', '=', userId)
        .where('number', 'in', numbers)
        .execute();
      await recordIncident(scope, caller, decision.event, userId);
    }
    return outcomeOf(decision, { user, ended: decision.value });
  });
}

async function openSessions(scope: Scope, { ruc, caller }: Door, userId: number): Promise<OpenSession[]> {
  const rows = await scope
    .selectFrom('sessions')
    .select(['number', 'created_at as since', 'last_seen_at as lastSeen', 'address', 'user_agent as userAgent'])
    .where('ruc', '=', ruc)
    .where('user_id', '=', userId)
    .where(openAt(caller.now))
    .orderBy('last_seen_at', 'desc')
    .orderBy('number', 'desc')
    .execute();
  return rows.map(({ userAgent, ...session }) => ({
    ...session,
    browser: browserName(userAgent),
    own: session.number === caller.actor.session?.number,
  }));
}
