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
  /** The tables that the columns come from. */
  tables: Sql;
  /** The tables that the filters and the order need, if fewer. */
  keyTables?: Sql;
  /** The tables that the filters need, if fewer. */
  countTables?: Sql;
  /** The condition on all rows of the list. */
  where: Sql;
  /** The id of a row's record. */
  id: Sql;
  /** Further conditions, such as those of a search. */
  filters: Sql[];
  /** An order without ties, so that each row has one place. */
  order: OrderKey[];
};

/** A column that a list is ordered by; rows without a value come last in both directions. */
export type OrderKey = { column: Sql; descending?: boolean; nullable?: boolean };

/** Reads the page that a listing asks for, or the last page if the listing goes past it. */
export async function readPage<Row>(door: Door, list: List, listing: Listing<string>): Promise<Page<Row>> {
  const { size } = listing;
  const page = listing.holding === null ? listing.page : await pageHolding(door, list, listing.holding, size);
  // The page is chosen by its keys alone, so that rows before it cost next to nothing, and any plan joins few rows.
  const rows = await door.read<Row & { total: number }>(
    sql`select ${list.columns}, (${total(list)}) as total
          from (select ${list.id} as id from ${list.keyTables ?? list.tables} where ${conditions(list)}
                 order by ${order(list)} limit ${size} offset ${(page - 1) * size}) as page, ${list.tables}
         where ${list.where} and ${list.id} = page.id
         order by ${order(list)}`,
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

// Counts the rows before the record's, where the order has an index by that index.
function placeStatement(list: List, id: number): RawBuilder<{ place: number }> {
  const tables = list.keyTables ?? list.tables;
  const own = list.order.map(({ column }, index) => sql`${column} as ${ownValue(index)}`);
  return sql`select 1 + count(*) as place
      from (select ${sql.join(own)} from ${tables} where ${conditions(list)} and ${list.id} = ${id}) as own, ${tables}
     where ${conditions(list)} and (${isBefore(list.order)})`;
}

function isBefore(keys: OrderKey[]): Sql {
  const alternatives = keys.map((key, index) => {
    const equal = keys.slice(0, index).map(({ column }, at) => sql`${column} is not distinct from own.${ownValue(at)}`);
    return sql`(${sql.join([...equal, isLess(key, index)], sql` and `)})`;
  });
  return sql.join(alternatives, sql` or `);
}

function isLess({ column, descending, nullable }: OrderKey, index: number): Sql {
  const value = sql`own.${ownValue(index)}`;
  const less = sql`${column} ${sql.raw(descending ? '>' : '<')} ${value}`;
  return nullable ? sql`(${less} or ${column} is not null and ${value} is null)` : less;
}

function ownValue(index: number): Sql {
  return sql.raw(`key_${index}`);
}

function total(list: List): RawBuilder<{ total: number }> {
  return sql`select count(*) as total from ${list.countTables ?? list.tables} where ${conditions(list)}`;
}

function conditions({ where, filters }: List): Sql {
  return sql.join([where, ...filters], sql` and `);
}

function order({ order: keys }: List): Sql {
  return sql.join(
    keys.map(({ column, descending, nullable }) => {
      const direction = descending ? 'desc' : 'asc';
      return sql`${column} ${sql.raw(nullable ? `${direction} nulls last` : direction)}`;
    }),
  );
}
