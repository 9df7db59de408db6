import { sql } from 'kysely';
import type { Database } from '../../../src/data/database/database.ts';

/** Empties the counters of guesses and mails (T1, T2). */
export async function forgetCounters({ owner }: Pick<Database, 'owner'>): Promise<void> {
  await owner.transaction().execute(async (transaction) => {
    // A job counts twice in one transaction. With the table locked first, the deletion waits for it without a deadlock.
    await sql`lock table throttling in share row exclusive mode`.execute(transaction);
    await transaction.deleteFrom('throttling').execute();
  });
  await owner.deleteFrom('sign_in_failures').execute();
}
