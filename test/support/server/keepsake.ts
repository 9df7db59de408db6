import { sql } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { keepTables } from './kept-tables.ts';

/** The rows of all entities as they were at one moment. */
export type Keepsake = {
  /**
   * Lists every row added or removed since; a changed row is both. The time of a session's last request does not count
   * as a change, nor do the counter (T1) and the incident (D4) of a refused sign-in.
   */
  changes(): Promise<RowChange[]>;
  /** Restores the rows, and the sequences that number new records. */
  restore(): Promise<void>;
  close(): Promise<void>;
};

export type RowChange = { table: string; was: 'added' | 'removed'; row: Record<string, unknown> };

const betweenCleanings = 50;

type Content = Map<string, { table: string; row: string }>;

/** Remembers the rows of all tables with a RUC. */
export async function keep(database: Database): Promise<Keepsake> {
  const { rows: found } = await sql<{ name: string }>`select current_database() as name`.execute(database.owner);
  const url = new URL(inject('run').adminUrl);
  url.pathname = found[0]?.name ?? '';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const { names, restore } = await keepTables(async (statement) => (await client.query(statement)).rows, 'ruc');
  const contentQuery = names
    .filter((name) => name !== 'sign_in_failures')
    .map(
      (name) =>
        `select '${name}' as "table", (to_jsonb(t) - 'last_seen_at')::text as row from public.${name} t
          where coalesce(to_jsonb(t) ->> 'outcome', '') <> 'refused'`,
    )
    .join(' union all ');
  const read = async (): Promise<Content> => {
    const { rows } = await client.query<{ table: string; row: string }>(contentQuery);
    return new Map(rows.map((one) => [`${one.table} ${one.row}`, one]));
  };
  const stampsQuery = names
    .map((name) => `(select count(*) || ' ' || sum(xmin::text::bigint) from public.${name}) as ${name}`)
    .join(', ');
  // Tells whether anything was written in a fifth of the time that reading the rows takes: each row has the number of
  // the transaction that wrote it, which is higher than all before.
  const stamps = async (): Promise<Record<string, string>> => (await client.query(`select ${stampsQuery}`)).rows[0];
  // Nothing was written on the server where the snapshot is the same: each transaction that writes is numbered there.
  const snapshot = async (): Promise<string> =>
    (await client.query('select pg_current_snapshot()::text as now')).rows[0].now;
  let untouched = await stamps();
  let quiet = '';
  const touched = async () => {
    const current = await snapshot();
    if (current === quiet) return [];
    const now = await stamps();
    const found = names.filter((name) => now[name] !== untouched[name]);
    quiet = found.length === 0 ? current : '';
    return found;
  };
  const kept = await read();
  let restored = 0;
  return {
    async changes() {
      if ((await touched()).length === 0) return [];
      const now = await read();
      return [...added(kept, now, 'added'), ...added(now, kept, 'removed')];
    },
    async restore() {
      await restore(await touched());
      // The counts of mails span the entities.
      await client.query('delete from public.mail_counts');
      // The server doesn't clean by itself (postgres.ts), and every statement would pass over the rows of all restorings.
      restored += 1;
      if (restored % betweenCleanings === 0)
        await client.query(`vacuum ${names.map((name) => `public.${name}`).join(', ')}`);
      untouched = await stamps();
    },
    close: () => client.end(),
  };
}

function added(before: Content, after: Content, was: RowChange['was']): RowChange[] {
  return [...after]
    .filter(([key]) => !before.has(key))
    .map(([, { table, row }]) => ({ table, was, row: JSON.parse(row) }));
}
