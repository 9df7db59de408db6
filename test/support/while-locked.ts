import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../../src/data/database.ts';

const longestWay = 3_000;

/**
 * Begins something while nobody can write to a table: each look round as if it were alone, all of them wait, and then
 * they write at the same moment. The embedded database does one thing after the other anyway.
 */
export function whileLocked<T>(database: Database, table: 'contacts' | 'users', begin: () => T[]): Promise<T[]> {
  return database.owner.transaction().execute(async (transaction) => {
    await sql`lock table ${sql.table(table)} in share mode`.execute(transaction);
    const begun = begin();
    const deadline = Date.now() + longestWay;
    while (database.kind === 'server' && (await waiting(database)) < begun.length && Date.now() < deadline) {
      await setTimeout(20);
    }
    return begun;
  });
}

// Asked outside the transaction, which would see the same figures again and again.
async function waiting({ owner }: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`.execute(owner);
  return rows[0]?.count ?? 0;
}
