import pg from 'pg';
import { inject } from 'vitest';
import type { FreshDatabase } from './database.ts';

/** The tables that hold what belongs to an entity, as they stood when kept. */
export type Keepsake = {
  /**
   * Every row that has come or gone since, a changed one as both; none where nothing was written. When a session was
   * last seen doesn't count, nor a refused sign-in that is counted (T1) and noted (D4).
   */
  changes(): Promise<RowChange[]>;
  /** Puts everything back as it was kept, the numbering of new records too. */
  restore(): Promise<void>;
  close(): Promise<void>;
};

export type RowChange = { table: string; was: 'added' | 'removed'; row: Record<string, unknown> };

type Table = { name: string; columns: string };
type Content = Map<string, { table: string; row: string }>;

/** Keeps all tables with a RUC, those that a later migration brings among them. */
export async function keep(database: FreshDatabase): Promise<Keepsake> {
  const client = new pg.Client({ connectionString: asSuperuser(database.url) });
  await client.connect();
  const { rows: tables } = await client.query<Table>(tenantTables);
  const { rows: sequences } = await client.query<{ name: string; last: string | null }>(
    `select schemaname || '.' || sequencename as name, last_value as last from pg_sequences where schemaname = 'public'`,
  );
  const contentQuery = tables
    .filter(({ name }) => name !== 'sign_in_failures')
    .map(
      ({ name }) =>
        `select '${name}' as "table", (to_jsonb(t) - 'last_seen_at')::text as row from public.${name} t
          where coalesce(to_jsonb(t) ->> 'outcome', '') <> 'refused'`,
    )
    .join(' union all ');
  const read = async (): Promise<Content> => {
    const { rows } = await client.query<{ table: string; row: string }>(contentQuery);
    return new Map(rows.map((one) => [`${one.table} ${one.row}`, one]));
  };
  const kept = await read();
  await client.query('create schema kept');
  for (const { name } of tables) await client.query(`create table kept.${name} as table public.${name}`);

  return {
    async changes() {
      const now = await read();
      return [...added(kept, now, 'added'), ...added(now, kept, 'removed')];
    },
    async restore() {
      // Past triggers and foreign keys, of which the first would refuse and the second would want an order.
      const statements = [
        'begin',
        'set local session_replication_role = replica',
        ...tables.flatMap(({ name, columns }) => [
          `delete from public.${name}`,
          `insert into public.${name} (${columns}) overriding system value select ${columns} from kept.${name}`,
        ]),
        ...sequences.map(({ name, last }) => `select setval('${name}', ${last ?? 1}, ${last !== null})`),
        'commit',
      ];
      await client.query(statements.join(';'));
    },
    close: () => client.end(),
  };
}

const tenantTables = `
  select table_name as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position)
           filter (where is_generated = 'NEVER') as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
   where table_schema = 'public' and table_type = 'BASE TABLE'
   group by table_name
  having bool_or(column_name = 'ruc')
   order by table_name`;

function asSuperuser(databaseUrl: string): string {
  const url = new URL(inject('run').adminUrl);
  url.pathname = new URL(databaseUrl).pathname;
  return url.href;
}

function added(before: Content, after: Content, was: RowChange['was']): RowChange[] {
  return [...after]
    .filter(([key]) => !before.has(key))
    .map(([, { table, row }]) => ({ table, was, row: JSON.parse(row) }));
}
