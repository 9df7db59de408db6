import { browserName } from '../../domain/browser.ts';
import type { Outcome } from '../../domain/change.ts';
import type { OpenSession } from '../../domain/session.ts';
import type { Scope } from '../database/database.ts';
import { openAt } from '../outside/sessions.ts';
import { type Door, NotFound } from './door.ts';
import { recordIncident } from './incidents.ts';

/** A user with the sessions that are open, the one seen last first. */
export type UserSessions = { user: { id: number; name: string; contactId: number }; open: OpenSession[] };

/** The open sessions of the entity's users. */
export function userSessions(door: Door) {
  return {
    /** Throws NotFound. */
    of: (userId: number): Promise<UserSessions> => door.enter((scope) => findSessions(scope, door, userId)),

    /** Ends those of a user's open sessions that the rule ends. The value is these. Throws NotFound. */
    end: (userId: number, rule: (found: UserSessions) => Outcome<OpenSession[]>): Promise<Outcome<OpenSession[]>> =>
      door.enter(async (scope) => {
        const outcome = rule(await findSessions(scope, door, userId, { locked: true }));
        if (outcome.kind !== 'changed') return outcome;
        await scope
          .deleteFrom('sessions')
          .where('ruc', '=', door.ruc)
          .where('user_id', '=', userId)
          .where(
            'number',
            'in',
            outcome.value.map(({ number }) => number),
          )
          .execute();
        await recordIncident(scope, door.caller, outcome.event, userId);
        return outcome;
      }),
  };
}

// Ending locks the user, so that of two who end one session at once the second finds it ended.
async function findSessions(scope: Scope, door: Door, userId: number, { locked = false } = {}): Promise<UserSessions> {
  const { actor, now } = door.caller;
  const query = scope
    .selectFrom('users')
    .select(['id', 'name', 'contact_id as contactId'])
    .where('ruc', '=', door.ruc)
    .where('id', '=', userId);
  const user = await (locked ? query.forUpdate() : query).executeTakeFirst();
  if (!user) throw new NotFound();
  const rows = await scope
    .selectFrom('sessions')
    .select(['number', 'created_at as since', 'last_seen_at as lastSeen', 'address', 'user_agent as userAgent'])
    .where('ruc', '=', door.ruc)
    .where('user_id', '=', userId)
    .where(openAt(now))
    .orderBy('last_seen_at', 'desc')
    .orderBy('number', 'desc')
    .execute();
  const open = rows.map(({ userAgent, ...session }) => ({
    ...session,
    browser: browserName(userAgent),
    own: session.number === actor.session?.number,
  }));
  return { user, open };
}
