import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../../../src/data/database/database.ts';

const longestWay = 3_000;

type Table = 'contacts' | 'users' | 'mails' | 'incidents' | 'profile_templates';

/**
 * Starts several works while a table is locked against writing: all of them read, wait, and then write at the same
 * moment. The embedded database does one after the other anyway.
 */
export function whileLocked<T>(database: Database, table: Table, begin: () => T[]): Promise<T[]> {
  return locked(database, table, async () => {
    const begun = begin();
    await untilWaiting(database, begun.length);
    return begun;
  });
}

/** Starts each work once the one before it waits for the lock, so that they go on in this order. */
export function whileLockedInTurn<T>(database: Database, table: Table, steps: (() => T)[]): Promise<T[]> {
  return locked(database, table, async () => {
    const begun: T[] = [];
    for (const step of steps) {
      begun.push(step());
      await untilWaiting(database, begun.length);
    }
    return begun;
  });
}

/** A row locked by a transaction. */
type LockedRow = {
  /** Resolves when another transaction waits for the row. */
  waitedFor(): Promise<void>;
  release(): Promise<void>;
};

/** Locks a row of a database on the server. */
export async function lockRow(database: Database, table: 'contacts' | 'users', id: number): Promise<LockedRow> {
  const transaction = await database.owner.startTransaction().execute();
  await transaction.selectFrom(table).select('id').where('id', '=', id).forUpdate().execute();
  return {
    waitedFor: async () => {
      while ((await waiting(database)) === 0) await setTimeout(10);
    },
    release: async () => {
      await transaction.rollback().execute();
    },
  };
}

function locked<T>({ owner }: Database, table: Table, work: () => Promise<T>): Promise<T> {
  return owner.transaction().execute(async (transaction) => {
    await sql`lock table ${sql.table(table)} in share mode`.execute(transaction);
    return work();
  });
}

async function untilWaiting(database: Database, count: number): Promise<void> {
  const deadline = Date.now() + longestWay;
  while (database.kind === 'server' && (await waiting(database)) < count && Date.now() < deadline) {
    await setTimeout(20);
  }
}

// Counts the waiting connections outside the transaction, which would see the same figures again and again.
async function waiting({ owner }: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`.execute(owner);
  return rows[0]?.count ?? 0;
}
