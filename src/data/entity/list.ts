import { type RawBuilder, sql } from 'kysely';
import type { FilterName, Filters } from '../../domain/list-filters.ts';
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
  /** The tables that the condition, the filters and the order need, if fewer. */
  keyTables?: Sql;
  /** The condition on all rows of the list. */
  where: Sql;
  /** The conditions of the filters, on rows of the tables of the condition. */
  narrowing: Sql[];
  /** The id of a row's record. */
  id: Sql;
  /** The text that a search reads. */
  searched: Sql;
  /** The conditions of a search, on a row with the columns id and searched. */
  filters: Sql[];
  /** An order without ties, so that each row has one place. */
  order: OrderKey[];
  /**
   * An index holds the keys of the order, which all run one way and are never empty, so that a page of all records can
   * be read along it, from its first row on.
   */
  seekable?: boolean;
};

/** A column that a list is ordered by; rows without a value come last in both directions. */
export type OrderKey = { column: Sql; descending?: boolean; nullable?: boolean };

/** Reads the page that a listing asks for, or the last page if the listing goes past it. */
export async function readPage<Row>(door: Door, list: List, listing: Listing<string>): Promise<Page<Row>> {
  const { size } = listing;
  const page = listing.holding === null ? listing.page : await pageHolding(door, list, listing.holding, size);
  const { rows, total, all } = await readRows<Row>(door, list, (page - 1) * size + 1, page * size);
  if (rows.length > 0 || total === 0) return { rows, total, all, page: total === 0 ? 1 : page, size };
  // The list has become shorter than the listing, usually by somebody else's change.
  return readPage(door, list, { ...listing, holding: null, page: pageCount({ total, size }) });
}

/** Reads the ids of all records of a list, in its order, in an open scope. */
export async function readIds(scope: Scope, list: List): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] }>`select ids from (${passOver(list)}) as list`.execute(scope);
  return rows[0]?.ids ?? [];
}

const mostAtOnce = 500;

/**
 * Reads the rows of these records of a list, in the order of the ids. Each few hundred have a scope of their own, so that
 * a reader who takes them slowly holds no connection. A record that is gone meanwhile is left out.
 */
export async function* readEach<Row>(door: Door, list: List, ids: number[]): AsyncGenerator<Row> {
  for (let first = 0; first < ids.length; first += mostAtOnce) {
    // The embedded database answers within one turn of the event loop, in which nobody else would be served.
    if (first > 0) await new Promise((resolve) => setImmediate(resolve));
    yield* await door.read<Row>(
      sql`select line.* from unnest(${ids.slice(first, first + mostAtOnce)}::bigint[]) with ordinality as own (id, place),
                 ${lineOf(list, sql`own.id`)} order by own.place`,
    );
  }
}

/** Reads the first rows of a list, with the number of all. */
export function readFirst<Row>(door: Door, list: List, count: number): Promise<{ rows: Row[]; total: number }> {
  return readRows<Row>(door, list, 1, count);
}

/** Reads the row of a record of a list; none if there is no such record. */
export function readOne<Row>(door: Door, { columns, tables, where, id }: List, own: number): Promise<Row[]> {
  return door.read<Row>(sql`select ${columns} from ${tables} where ${where} and ${id} = ${own}`);
}

/** Reads a record's row with its place in a list, from 1; the place is 1 if the list doesn't contain it. */
export async function readNumbered<Row>(scope: Scope, list: List, id: number): Promise<(Row & Numbered) | undefined> {
  const row = sql`select ${list.columns}, ${keysOf(list)} from ${list.tables} where ${list.where} and ${list.id} = ${id}`;
  const { rows } = await sql<Row & Numbered>`select own.*, ${placeOfOwn(list)} as place from (${row}) as own`.execute(
    scope,
  );
  return rows[0];
}

type Numbered = { place: number };

/** Rows of a list, with the number of records found, and of all without search and filters. */
type Found<Row> = { rows: Row[]; total: number; all: number };

/** Gives the conditions of the chosen filters, of those that a list knows. */
export function narrowingOf(
  filters: Filters,
  conditions: Partial<Record<FilterName, (value: string) => Sql | undefined>>,
): Sql[] {
  return Object.entries(conditions).flatMap(([name, condition]) => {
    const value = filters[name as FilterName];
    return (value && condition(value)) || [];
  });
}

/** Gives a condition for each word of a search; matches makes it of the pattern that a text with the word is like. */
export function searchFilters(search: string, matches: (pattern: string) => Sql): Sql[] {
  return searchWords(search).map((word) => matches(`%${word.replace(/[\\%_]/g, '\\$&')}%`));
}

/** Reads rows of a list by their places, the first of which is 1, with the number of records found and of all. */
async function readRows<Row>(door: Door, list: List, first: number, last: number): Promise<Found<Row>> {
  const narrowed = isNarrowed(list);
  if (list.seekable && !narrowed) {
    const rows = await door.read<Row & { total: number }>(alongFrom(list, first, last));
    const [{ total } = { total: 0 }] = rows;
    if (total > 0) return { rows, total, all: total };
  }
  // Where nothing is found, or the list is shorter, a row without a place has the numbers alone. Counting all in a pass that
  // isn't narrowed would make the pass run twice.
  const all = narrowed ? sql`list."all"` : sql`cardinality(list.ids)`;
  const rows = await door.read<Row & { place: number | null; total: number; all: number }>(
    sql`with list as materialized (${passOver(list)})
        select page.*, cardinality(list.ids) as total, ${all} as "all"
          from list left join lateral (
               select line.*, own.place
                 from unnest(list.ids[${first} : ${last}]) with ordinality as own (id, place), ${lineOf(list, sql`own.id`)}
               ) as page on true
         order by page.place`,
  );
  const [counts = { total: 0, all: 0 }] = rows;
  return { rows: rows.filter(({ place }) => place !== null), total: counts.total, all: counts.all };
}

// The rows as they follow each other in the index. Against looking up each row by its id, a list of 50 in 1,000 costs the
// database 0.60 ms in place of 0.72; of the rows before the first one only the keys are passed. The planner can foresee
// neither limit nor offset, which keeps it at the index.
function alongFrom(list: List, first: number, last: number): Sql {
  const { columns, tables, keyTables = tables, where, order } = list;
  const keys = sql.join(order.map(({ column }) => column));
  const start = sql`select ${keys} from ${keyTables} where ${where} order by ${inOrder(order)}
    offset (select ${first - 1}::integer) limit 1`;
  const number = alongIndex(sql`select 1 from ${keyTables} where ${where} order by ${inOrder(order)}`);
  return sql`select ${columns}, (select count(*) from (${number}) as listed) as total
               from ${tables} where ${where} and (${keys}) ${sql.raw(order[0]?.descending ? '<=' : '>=')} (${start})
              order by ${inOrder(order)} limit (select ${last - first + 1}::integer)`;
}

// The limit on the one row of an id keeps the planner from reading all rows of a large entity to join them, as it would
// where it takes the entity for one of average size.
function lineOf({ columns, tables, where, id }: List, own: Sql): Sql {
  return sql`lateral (select ${columns} from ${tables} where ${where} and ${id} = ${own} limit 1) as line`;
}

async function pageHolding(door: Door, list: List, id: number, size: number): Promise<number> {
  const [row] = await door.read<Numbered>(sql`select coalesce(array_position(${idsOf(list)}, ${id}), 1) as place`);
  return Math.ceil((row?.place ?? 1) / size);
}

// The index of the order counts the rows before, half of the list on average.
function placeOfOwn(list: List): Sql {
  const { tables, keyTables = tables, where, order } = list;
  if (isNarrowed(list) || !list.seekable) return sql`coalesce(array_position(${idsOf(list)}, own.id), 1)`;
  const keys = sql.join(order.map(({ column }) => column));
  const own = sql.join(order.map((_, index) => sql.raw(`own.key_${index}`)));
  const before = order[0]?.descending ? '>' : '<';
  return sql`(select 1 + count(*) from ${keyTables} where ${where} and (${keys}) ${sql.raw(before)} (${own}))`;
}

function keysOf({ order }: List): Sql {
  return sql.join(order.map(({ column }, index) => sql`${column} as ${sql.raw(`key_${index}`)}`));
}

function idsOf(list: List): Sql {
  return sql`(select ids from (${passOver(list)}) as list)`;
}

// All ids of the list in their order, and the number without search and filters, in one pass over the index of that order.
// It holds all that an order or a search asks of a row (migrations/0008-flat-lists.ts), so the pass gives page, total and
// places, and costs the same for each page; a filter looks at the rows, too.
function passOver(list: List): Sql {
  const { id, searched, tables, keyTables = tables, where, narrowing, filters, order } = list;
  const rows = (columns: Sql) =>
    alongIndex(sql`select ${columns} from ${keyTables} where ${where} order by ${inOrder(order)}`);
  if (!isNarrowed(list)) return sql`select array(${rows(id)}) as ids`;
  const columns = [sql`${id} as id`, sql`${searched} as searched`];
  if (narrowing.length > 0) columns.push(sql`(${sql.join(narrowing, sql` and `)}) as kept`);
  const conditions = narrowing.length > 0 ? [sql`kept`, ...filters] : filters;
  return sql`select coalesce(array_agg(id) filter (where ${sql.join(conditions, sql` and `)}), '{}') as ids, count(*) as "all"
               from (${rows(sql.join(columns))}) as listed`;
}

function isNarrowed({ narrowing, filters }: List): boolean {
  return narrowing.length > 0 || filters.length > 0;
}

/**
 * Makes an ordered statement read along the index of its order. The planner can't foresee the limit, which no entity
 * reaches, so it doesn't read the table and sort, whatever it thinks of the size of the entity or of a search.
 */
export function alongIndex(statement: Sql): Sql {
  return sql`${statement} limit (select 1000000000)`;
}

function inOrder(keys: OrderKey[]): Sql {
  return sql.join(
    keys.map(({ column, descending, nullable }) => {
      const direction = descending ? 'desc' : 'asc';
      return sql`${column} ${sql.raw(nullable ? `${direction} nulls last` : direction)}`;
    }),
  );
}
