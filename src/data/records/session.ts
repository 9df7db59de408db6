import { type RawBuilder, type SqlBool, sql } from 'kysely';

const minute = 60_000;

/** The longest life of a session, without a request and in all (S1), in milliseconds. */
export const sessionLife = { idle: 30 * minute, absolute: 8 * 60 * minute } as const;

/**
 * Gives the SQL condition that a session hasn't expired (S1), for where, order by and select. The alias is the name of
 * the table sessions in the statement.
 */
export function openAt(now: Date, alias = 'sessions'): RawBuilder<SqlBool> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<SqlBool>`(${column('expires_at')} > ${now} and ${column('last_seen_at')} > ${now}::timestamptz - ${idle})`;
}

const idle = sql.raw(`interval '${sessionLife.idle} milliseconds'`);
