import { sql } from 'kysely';
import type { Database } from '../../../src/data/database/database.ts';

export type Row = Record<string, unknown>;

/** A table of which each row is of one entity. */
export type TenantTable = { name: string; guarded: boolean; key: string[]; columns: string[] };

/** Finds every table with a RUC in any schema. */
export function tenantTables(database: Database): Promise<TenantTable[]> {
  return rows(
    database.owner,
    sql`select c.relname as name, c.relrowsecurity as guarded,
               array(select attname::text from pg_index i cross join unnest(i.indkey) with ordinality k(n, o)
                       join pg_attribute on attrelid = c.oid and attnum = n
                      where i.indrelid = c.oid and i.indisprimary order by o) as key,
               array(select attname::text from pg_attribute
                      where attrelid = c.oid and attnum > 0 and not attisdropped and attidentity = ''
                      order by attnum) as columns
          from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'ruc' and not a.attisdropped
         where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
         order by 1`,
  );
}

/** Gives the rows of a query. */
export async function rows<R = Row>(on: Database['owner'], query: ReturnType<typeof sql>): Promise<R[]> {
  return (await query.execute(on)).rows as R[];
}
