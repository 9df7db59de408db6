import { sql } from 'kysely';
import type { Database } from '../../../src/data/database/database.ts';

/** Every row of every table, as text, by table; but for the tables that a test leaves out. */
export async function contents({ owner }: Database, ...leftOut: string[]): Promise<Record<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(owner);
  const all: Record<string, string[]> = {};
  for (const { name } of tables.filter((table) => !leftOut.includes(table.name))) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(name)} as t order by 1`.execute(owner);
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}
