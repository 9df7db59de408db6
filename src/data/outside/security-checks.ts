import type { Database } from '../database/database.ts';

/** Uses a question of the security check up; false where it was used before, by whatever answer. */
export async function useUp({ owner }: Database, id: string, expiresAt: Date): Promise<boolean> {
  const used = await owner
    .insertInto('answered_checks')
    .values({ id, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return used !== undefined;
}
