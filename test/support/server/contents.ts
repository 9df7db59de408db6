import { sql } from 'kysely';
import type { Database } from '../../../src/data/database/database.ts';

/** Rows as text, by table. */
export type Contents = Record<string, string[]>;

/** Reads every row of every table of the product, except of the tables named. */
export async function contents({ owner }: Database, ...leftOut: string[]): Promise<Contents> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(owner);
  return read(
    owner,
    rows.map(({ name }) => name).filter((name) => !leftOut.includes(name)),
  );
}

/** Reads the rows of one entity in every table that has a RUC. */
export async function rowsOf({ owner }: Database, ruc: string): Promise<Contents> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'ruc' order by 1`.execute(owner);
  return read(
    owner,
    rows.map(({ name }) => name),
    sql`where ruc = ${ruc}`,
  );
}

/** Reads all rows of the database, the queue's among them, as one text. */
export async function dump({ owner }: Database): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select concat_ws('.', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'pgboss') order by 1`.execute(owner);
  const all = await read(
    owner,
    rows.map(({ name }) => name),
  );
  return Object.entries(all).flat(2).join('\n');
}

async function read(owner: Database['owner'], tables: string[], which = sql``): Promise<Contents> {
  const all: Contents = {};
  for (const name of tables) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(name)} as t ${which} order by 1`.execute(owner);
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}
