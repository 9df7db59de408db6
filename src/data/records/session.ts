import { type RawBuilder, type SqlBool, sql } from 'kysely';

const minute = 60_000;

/** How long a session lives without a request, and at most (S1), in milliseconds. */
export const sessionLife = { idle: 30 * minute, absolute: 8 * 60 * minute } as const;

/**
 * The condition that a row of sessions is open: neither idle for too long nor at the end of its life (S1). For where,
 * order by and select; the columns are those of the one table named sessions in the statement, or of an alias.
 */
export function openAt(now: Date, alias = 'sessions'): RawBuilder<SqlBool> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<SqlBool>`(${column('expires_at')} > ${now} and ${column('last_seen_at')} > ${idleSince(now)})`;
}

/** The moment of the last request of a session that has been idle for as long as it may. */
export function idleSince(now: Date): Date {
  return new Date(now.getTime() - sessionLife.idle);
}
