import type { Database } from '../database/database.ts';

/** Marks a question of the security check as answered. Gives false if it was answered before, rightly or wrongly. */
export async function consumeQuestion({ owner }: Database, id: string, expiresAt: Date): Promise<boolean> {
  const used = await owner
    .insertInto('answered_checks')
    .values({ id, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return used !== undefined;
}
