import { sql } from 'kysely';
import type { Scope } from '../database/database.ts';

/** The number of the record that a form with this creation key has added before (D3), or null. */
export async function addedBefore(
  scope: Scope,
  ruc: string,
  table: 'contacts' | 'users',
  creationKey: string,
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select id from ${sql.table(table)} where ruc = ${ruc} and creation_key = ${creationKey}`.execute(scope);
  return rows[0]?.id ?? null;
}
