import { type RawBuilder, sql } from 'kysely';
import { type Listing, type Page, pageCount } from '../../domain/listing.ts';
import { searchWords } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import type { Door } from './door.ts';

type Sql = RawBuilder<unknown>;

/**
 * A list as pieces of SQL text. Lists are the most frequent requests, and building a list's statement with the query
 * builder took as long as rendering its rows.
 */
export type List = {
  /** The columns of a row. */
  columns: Sql;
  /** The tables, and the conditions on all rows of the list. */
  from: Sql;
  /** The same with fewer tables, to count the rows when there is no filter. */
  countFrom?: Sql;
  /** The id of a row's record. */
  id: Sql;
  /** Further conditions, such as those of a search. */
  filters: Sql[];
  /** An order without ties, so that each row has one place. */
  order: Sql;
};

/** Reads the page that a listing asks for, or the last page if the listing goes past it. */
export async function readPage<Row>(door: Door, list: List, listing: Listing<string>): Promise<Page<Row>> {
  const { size } = listing;
  const page = listing.holding === null ? listing.page : await pageHolding(door, list, listing.holding, size);
  const rows = await door.read<Row & { total: number }>(
    sql`select ${list.columns}, (${total(list)}) as total ${rowsOf(list)}
         order by ${list.order} limit ${size} offset ${(page - 1) * size}`,
  );
  const first = rows[0];
  if (first) return { rows, total: first.total, page, size };
  if (page === 1) return { rows: [], total: 0, page, size };
  // The list has become shorter than the listing, usually by somebody else's change.
  const [counted] = await door.read<{ total: number }>(total(list));
  return readPage(door, list, { ...listing, holding: null, page: pageCount({ total: counted?.total ?? 0, size }) });
}

/** Gives the place of a record in a list, from 1; 1 if the list doesn't contain it. */
export async function placeOf(scope: Scope, list: List, id: number): Promise<number> {
  const { rows } = await placeStatement(list, id).execute(scope);
  return rows[0]?.place ?? 1;
}

/** Gives a condition for each word of a search: the word occurs in one of the columns. */
export function searchFilters(search: string, columns: Sql[]): Sql[] {
  return searchWords(search).map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    const alternatives = columns.map((column) => sql`${column} like ${pattern}`);
    return sql`(${sql.join(alternatives, sql` or `)})`;
  });
}

async function pageHolding(door: Door, list: List, id: number, size: number): Promise<number> {
  const [row] = await door.read<{ place: number }>(placeStatement(list, id));
  return Math.ceil((row?.place ?? 1) / size);
}

function placeStatement(list: List, id: number): RawBuilder<{ place: number }> {
  return sql`select place from (
      select ${list.id} as id, row_number() over (order by ${list.order}) as place ${rowsOf(list)}
    ) as ranked where id = ${id}`;
}

function total(list: List): RawBuilder<{ total: number }> {
  const source = list.filters.length === 0 ? (list.countFrom ?? list.from) : rowsOf(list);
  return sql`select count(*) as total ${source}`;
}

function rowsOf({ from, filters }: List): Sql {
  const conditions = filters.map((filter) => sql` and ${filter}`);
  return sql`${from}${sql.join(conditions, sql``)}`;
}
