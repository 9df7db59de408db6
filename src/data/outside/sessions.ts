import { type InferResult, type SqlBool, sql } from 'kysely';
import type { Adapter, DatabaseSession } from 'lucia';
import { type Actor, hasAccess } from '../../domain/actor.ts';
import { type Clock, civilDate } from '../../domain/civil-date.ts';
import { temporaryEnd } from '../../domain/password.ts';
import type { Database } from '../database/database.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import type { UserKey } from '../records/caller.ts';
import { idleSince, openAt, sessionLife } from '../records/session.ts';
import { tokenHash } from '../secrets/tokens.ts';

const sessionsPerUser = 5;
// Writing each request's time would cost a write a request; this is how far behind it may be.
const seenEvery = 5_000;

/** Whose session it was that has run out; null for one that is open, was ended, or never was. */
export async function findRunOut({ owner }: Database, token: string, now: Date): Promise<UserKey | null> {
  const row = await owner
    .selectFrom('sessions')
    .select(['ruc', 'user_id as userId'])
    .where('id', '=', tokenHash(token))
    .where(sql<SqlBool>`not ${openAt(now)}`)
    .executeTakeFirst();
  return row ?? null;
}

/** What is kept of a new session besides its id; the address and browser are for the person to recognise it by. */
export type SessionOrigin = { temporary: boolean; address: string; userAgent: string };

declare module 'lucia' {
  interface Register {
    Lucia: import('lucia').Lucia<{ temporary: boolean }, { actor: Actor }>;
    DatabaseSessionAttributes: SessionOrigin;
    DatabaseUserAttributes: { actor: Actor };
  }
}

/** The text that names a user in the session store. */
export function sessionUserId(user: UserKey): string {
  return `${user.ruc}/${user.userId}`;
}

/**
 * Lucia's store over our tables. It gives a session's user only while the user has access (product 6) and the session is
 * neither idle nor too old, and keeps the absolute life: Lucia's extension of it is not taken up (S1).
 * Past the policies, because the RUC is known only from the session.
 */
export function sessionAdapter({ owner, readAsOwner }: Pick<Database, 'owner' | 'readAsOwner'>, clock: Clock): Adapter {
  const query = sessionQuery(owner).compile();
  return {
    async getSessionAndUser(id) {
      const now = clock();
      const [found] = await readAsOwner<FoundSession>({ ...query, parameters: [now, idleSince(now), id] });
      const actor = found?.open ? actorOf(found, now) : null;
      if (!found || !actor) return [null, null];
      if (now.getTime() - found.last_seen_at.getTime() > seenEvery) {
        await owner
          .updateTable('sessions')
          .set({ last_seen_at: now })
          .where('ruc', '=', found.ruc)
          .where('id', '=', id)
          .execute();
      }
      const userId = sessionUserId(actor);
      const session: DatabaseSession = {
        id,
        userId,
        // Lucia goes by the machine's clock: it gets what is left of the life, on that clock.
        expiresAt: new Date(Date.now() + found.expires_at.getTime() - now.getTime()),
        attributes: { temporary: found.temporary, address: '', userAgent: '' },
      };
      return [session, { id: userId, attributes: { actor } }];
    },

    async setSession({ id, userId, attributes }) {
      const [ruc = '', user = ''] = userId.split('/');
      const now = clock();
      await owner
        .insertInto('sessions')
        .values({
          ruc,
          id,
          user_id: Number(user),
          temporary: attributes.temporary,
          created_at: now,
          last_seen_at: now,
          expires_at: new Date(now.getTime() + sessionLife.absolute),
          address: attributes.address,
          user_agent: attributes.userAgent,
        })
        .execute();
      // One that has run out is kept for a form that may still come from it (S4), but never in an open one's place.
      await sql`delete from sessions where ruc = ${ruc} and id in (
        select id from sessions where ruc = ${ruc} and user_id = ${Number(user)}
         order by ${openAt(now)} desc, created_at desc, number desc offset ${sessionsPerUser})`.execute(owner);
    },

    async getUserSessions() {
      return [];
    },
    async updateSessionExpiration() {},
    async deleteSession(id) {
      await owner.deleteFrom('sessions').where('id', '=', id).execute();
    },
    async deleteUserSessions(userId) {
      const [ruc = '', user = ''] = userId.split('/');
      await owner.deleteFrom('sessions').where('ruc', '=', ruc).where('user_id', '=', Number(user)).execute();
    },
    async deleteExpiredSessions() {
      await owner.deleteFrom('sessions').where('expires_at', '<=', clock()).execute();
    },
  };
}

type FoundSession = InferResult<ReturnType<typeof sessionQuery>>[number];

// Compiled once: its values, the hour and the id, are put in for each request.
function sessionQuery(owner: Database['owner']) {
  return owner
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
      openAt(new Date(0), 's').as('open'),
    ])
    .where('s.id', '=', '');
}

function actorOf(found: FoundSession, now: Date): Actor | null {
  const access = hasAccess(accessFacts(found), civilDate(now));
  const expired = found.temporary && temporaryEnd([found.temporary_until, found.mailed_until], now) === null;
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
  };
}
