/** Executes one statement as a superuser, always on the same connection; gives its rows. */
type Execute = <Row>(statement: string) => Promise<Row[]>;

export type KeptTables = {
  names: string[];
  /** Restores the rows of all of them, or of some, and the sequences that number new records. */
  restore(some?: string[]): Promise<void>;
};

/** Remembers the rows of the public schema's tables: of those with a column of that name, or of all. */
export async function keepTables(execute: Execute, column?: string): Promise<KeptTables> {
  const tables = await execute<{ name: string; columns: string }>(`
    select table_name as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position)
             filter (where is_generated = 'NEVER') as columns
      from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE'
     group by table_name
    having bool_or(${column === undefined ? 'true' : `column_name = '${column}'`})
     order by table_name`);
  const sequences = await execute<{ name: string; last: string | null }>(
    `select schemaname || '.' || sequencename as name, last_value as last from pg_sequences where schemaname = 'public'`,
  );
  const refill = new Map<string, string>();
  for (const { name, columns } of tables) {
    // A table of the connection, as parsing the rows from a statement takes longer than copying them.
    await execute(`create temp table kept_${name} as table public.${name}`);
    const insert = `insert into public.${name} (${columns}) overriding system value select ${columns} from kept_${name};`;
    refill.set(name, `delete from public.${name}; ${insert}`);
  }
  const renumber = sequences.map(({ name, last }) => `perform setval('${name}', ${last ?? 1}, ${last !== null});`);
  // Disables triggers, which refuse changes of incidents, and foreign keys, which depend on the order of the tables.
  const unchecked = 'set local session_replication_role = replica;';
  const names = tables.map(({ name }) => name);
  return {
    names,
    restore: async (some = names) => {
      const refills = some.map((name) => refill.get(name));
      await execute(['do $kept$ begin', unchecked, ...refills, ...renumber, 'end $kept$'].join('\n'));
    },
  };
}
