import { type InferResult, type SqlBool, sql } from 'kysely';
import type { Adapter, DatabaseSession } from 'lucia';
import { hasAccess } from '../../domain/access.ts';
import type { Actor } from '../../domain/actor.ts';
import { type Clock, civilDate } from '../../domain/civil-date.ts';
import type { EventCode } from '../../domain/incident.ts';
import { temporaryEnd } from '../../domain/password.ts';
import type { Database } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import { readUserKey, type UserKey, userKeyText } from '../records/caller.ts';
import { hasJustDone } from '../records/incident.ts';
import { openAt } from '../records/session.ts';
import { tokenHash } from '../secrets/tokens.ts';

// The stored time of the last request may lag by this, in milliseconds; an exact one would cost a write a request.
const lastSeenLag = 5_000;

/** Reads the user of an expired session by its token. Gives null if it is open, was ended, or never existed. */
export async function findExpired({ owner }: Database, token: string, now: Date): Promise<UserKey | null> {
  const row = await owner
    .selectFrom('sessions')
    .select(['ruc', 'user_id as userId'])
    .where('id', '=', tokenHash(token))
    .where(sql<SqlBool>`not ${openAt(now)}`)
    .executeTakeFirst();
  return row ?? null;
}

/** Says whether a user has just made this change of their own user, which ended their session (S4). */
export function hasJustParted({ inScope }: Database, user: UserKey, event: EventCode, now: Date): Promise<boolean> {
  return inScope(user.ruc, (scope) => hasJustDone(scope, user, event, now));
}

declare module 'lucia' {
  interface Register {
    Lucia: import('lucia').Lucia<{ temporary: boolean }, { actor: Actor }>;
    DatabaseSessionAttributes: { temporary: boolean };
    DatabaseUserAttributes: { actor: Actor };
  }
}

/**
 * Makes Lucia's store over our tables; users have their key's text as id. The store gives a session only while it is
 * open and its user has access (product 6). It ignores Lucia's extensions of the absolute life (S1), and passes the
 * policies, because the RUC is known only from the session.
 */
export function sessionAdapter({ owner }: Pick<Database, 'owner'>, clock: Clock): Adapter {
  return {
    async getSessionAndUser(id) {
      const now = clock();
      const [found] = await findSession(owner, { id, now });
      const actor = found?.open ? actorOf(found, now) : null;
      if (!found || !actor) return [null, null];
      await storeLastSeen(owner, id, found, now);
      const userId = userKeyText(actor);
      return [databaseSession(id, userId, found, now), { id: userId, attributes: { actor } }];
    },
    async deleteSession(id) {
      await owner.deleteFrom('sessions').where('id', '=', id).execute();
    },
    async deleteUserSessions(id) {
      const { ruc, userId } = readUserKey(id);
      await owner.deleteFrom('sessions').where('ruc', '=', ruc).where('user_id', '=', userId).execute();
    },
    async deleteExpiredSessions() {
      await owner.deleteFrom('sessions').where('expires_at', '<=', clock()).execute();
    },
    // The interface demands these three. Sessions are opened with the locks that ending them takes (S5), past Lucia.
    async setSession() {},
    async getUserSessions() {
      return [];
    },
    async updateSessionExpiration() {},
  };
}

type Owner = Database['owner'];

async function storeLastSeen(owner: Owner, id: string, { ruc, last_seen_at }: FoundSession, now: Date): Promise<void> {
  if (now.getTime() - last_seen_at.getTime() <= lastSeenLag) return;
  await owner.updateTable('sessions').set({ last_seen_at: now }).where('ruc', '=', ruc).where('id', '=', id).execute();
}

function databaseSession(id: string, userId: string, found: FoundSession, now: Date): DatabaseSession {
  return {
    id,
    userId,
    // Lucia compares with the machine's clock, so it gets the rest of the session's life on that clock.
    expiresAt: new Date(Date.now() + found.expires_at.getTime() - now.getTime()),
    attributes: { temporary: found.temporary },
  };
}

type FoundSession = InferResult<ReturnType<typeof sessionQuery>>[number];

const findSession = statement(sessionQuery);

function sessionQuery({ id, now }: { id: string; now: Date }) {
  return builder
    .selectFrom('sessions as s')
    .innerJoin('users as u', (on) => on.onRef('u.ruc', '=', 's.ruc').onRef('u.id', '=', 's.user_id'))
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 's.ruc')
    .select([
      's.ruc',
      's.user_id',
      's.number',
      's.temporary',
      's.expires_at',
      's.last_seen_at',
      'u.name as user_name',
      'u.temporary_until',
      'u.mailed_until',
      'u.contact_id',
      'c.full_name',
      'e.name as entity_name',
      ...accessColumns,
      sql<string[]>`array(select m.menu_group from user_menus g join menus m on m.code = g.menu_code
                           where g.ruc = s.ruc and g.user_id = s.user_id)`.as('menu_groups'),
      openAt(now, 's').as('open'),
    ])
    .where('s.id', '=', id);
}

function actorOf(found: FoundSession, now: Date): Actor | null {
  const access = hasAccess(accessFacts(found), civilDate(now));
  const temporaryUntil = temporaryEnd([found.temporary_until, found.mailed_until], now);
  const expired = found.temporary && temporaryUntil === null;
  if (!access || expired) return null;
  return {
    ruc: found.ruc,
    entityName: found.entity_name,
    userId: found.user_id,
    userName: found.user_name,
    contactId: found.contact_id,
    personName: found.full_name,
    administrator: found.administrator,
    temporary: found.temporary,
    menuGroups: found.menu_groups,
    session: { number: found.number, endsAt: found.expires_at },
    ...(found.temporary && temporaryUntil && { temporaryUntil }),
  };
}
