import { type Insertable, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Transaction } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { builder, statement } from '../database/statement.ts';
import type { SignedIn, UserKey } from './caller.ts';

const minute = 60_000;

/** The longest life of a session, without a request and in all (S1), in milliseconds. */
export const sessionLife = { idle: 30 * minute, absolute: 8 * 60 * minute } as const;

const sessionsPerUser = 5;

/**
 * A session to open: the hash of its token, the hash of the token that the browser brings along, and the address and the
 * browser by which a person recognises it.
 */
export type NewSession = { id: string; replaces: string | null; address: string; userAgent: string };

/**
 * Opens a session (S1), and ends the one that it replaces and those past the fifth. The caller has locked the user's row
 * in this transaction and found that the user has access (S5).
 */
export async function openSession(
  transaction: Transaction,
  { ruc, userId, temporary }: SignedIn,
  { id, replaces, address, userAgent }: NewSession,
  now: Date,
): Promise<void> {
  const expires = new Date(now.getTime() + sessionLife.absolute);
  await Promise.all([
    replaces === null ? null : deleteSession(transaction, { id: replaces }),
    insertSession(transaction, {
      ruc,
      id,
      user_id: userId,
      temporary,
      created_at: now,
      last_seen_at: now,
      expires_at: expires,
      address,
      user_agent: userAgent,
    }),
    deleteOldestSessions(transaction, { ruc, userId, now }),
  ]);
}

const deleteSession = statement(({ id }: { id: string }) => builder.deleteFrom('sessions').where('id', '=', id));

const insertSession = statement((session: Insertable<Schema['sessions']>) =>
  builder.insertInto('sessions').values(session),
);

// Expired sessions stay to tell whose the page to come back to is, but give way to open ones.
const deleteOldestSessions = statement(({ ruc, userId, now }: UserKey & { now: Date }) =>
  builder
    .deleteFrom('sessions')
    .where('ruc', '=', ruc)
    .where('id', 'in', (read) =>
      read
        .selectFrom('sessions')
        .select('id')
        .where('ruc', '=', ruc)
        .where('user_id', '=', userId)
        .orderBy(openAt(now), 'desc')
        .orderBy('number', 'desc')
        .offset(sessionsPerUser),
    ),
);

/**
 * Gives the SQL condition that a session hasn't expired (S1), for where, order by and select. The alias is the name of
 * the table sessions in the statement.
 */
export function openAt(now: Date, alias = 'sessions'): RawBuilder<SqlBool> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<SqlBool>`(${column('expires_at')} > ${now} and ${column('last_seen_at')} > ${now}::timestamptz - ${idle})`;
}

const idle = sql.raw(`interval '${sessionLife.idle} milliseconds'`);
