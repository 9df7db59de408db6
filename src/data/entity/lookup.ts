import type { Door } from './door.ts';
import { type List, readFirst, readOne } from './list.ts';

/**
 * A search among the records that a form lists. Chosen is the id of one to be listed whether found or not; where the
 * form was opened for that one alone, its name is what is searched for.
 */
export type LookupSearch = { search: string; chosen: number | null; ofChosen?: boolean };

/** The records that a form lists to choose from. */
export type Lookup<Listed> = {
  records: Listed[];
  /** The number of records that the search found. */
  found: number;
  /** The number of those found that are not listed, because the search is too wide. */
  more: number;
  /** False for a list so short that all its records are listed without a search. */
  searchable: boolean;
  /** The search that found them. */
  search: string;
};

const mostWithoutSearch = 50;
const mostFound = 20;

/**
 * Reads the records that a form lists, in the order of the list that listOf makes for a search: all of a short list, else
 * the first ones found. The rows become records before the last one is cut off, which may be a namesake of the one before.
 */
export async function readLookup<Row extends { id: number; name: string }, Listed>(
  door: Door,
  listOf: (search: string) => List,
  asked: LookupSearch,
  recordsOf: (rows: Row[]) => Listed[],
): Promise<Lookup<Listed>> {
  const { chosen } = asked;
  const all = await readFirst<Row>(door, listOf(''), mostWithoutSearch);
  if (all.total <= mostWithoutSearch) {
    return { records: recordsOf(all.rows), found: all.total, more: 0, searchable: false, search: asked.search };
  }
  const [ofChosen] = asked.ofChosen && chosen !== null ? await readOne<Row>(door, listOf(''), chosen) : [];
  const search = ofChosen?.name ?? asked.search;
  const { rows, total } = search ? await readFirst<Row>(door, listOf(search), mostFound + 1) : all;
  const listed = rows.slice(0, mostFound + 1);
  const isListed = listed.slice(0, mostFound).some(({ id }) => id === chosen);
  const also = chosen === null || isListed ? [] : await readOne<Row>(door, listOf(''), chosen);
  const records = recordsOf([...also, ...listed.filter(({ id }) => isListed || id !== chosen)]);
  return {
    records: records.slice(0, also.length + mostFound),
    found: total,
    more: Math.max(0, total - mostFound),
    searchable: true,
    search,
  };
}
