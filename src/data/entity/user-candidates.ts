import { sql } from 'kysely';
import { delegationHindrances, type Hindrance } from '../../domain/access.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { distinctNames } from '../../domain/person-name.ts';
import type { Door } from './door.ts';
import { type List, readFirst, searchFilters } from './list.ts';

/** A contact that may get a user, with the number of users it has and why they wouldn't get in today. */
export type Candidate = { id: number; name: string; users: number; hindrances: Hindrance[] };

/** The contacts that a form for a new user offers. */
export type Candidates = {
  contacts: Candidate[];
  /** The number of contacts that the search found. */
  found: number;
  /** The number of those found that are not offered, because the search is too wide. */
  more: number;
  /** False for a small entity, all of whose contacts are offered without a search. */
  searchable: boolean;
  /** The search that found them. */
  search: string;
};

/**
 * A search for candidates. Chosen is the id of a contact to be offered whether found or not; where its form was opened
 * for that contact alone, the name of the chosen one is what is searched for.
 */
export type CandidateSearch = { search: string; chosen: number | null; ofChosen?: boolean };

const mostWithoutSearch = 50;
const mostFound = 20;

type Row = Omit<Candidate, 'hindrances'> & { documentNumber: string; from: CivilDate; until: CivilDate | null };

/** Reads the ACTIVO contacts in the order of their names: all of a small entity, else the first that a search finds. */
export async function userCandidates(door: Door, asked: CandidateSearch): Promise<Candidates> {
  const { chosen } = asked;
  const everybody = await readFirst<Row>(door, candidateList(door, ''), mostWithoutSearch);
  if (everybody.total <= mostWithoutSearch) {
    return {
      contacts: candidatesOf(door, everybody.rows),
      found: everybody.total,
      more: 0,
      searchable: false,
      search: asked.search,
    };
  }
  const [ofChosen] = asked.ofChosen && chosen !== null ? await readCandidate(door, chosen) : [];
  const search = ofChosen?.name ?? asked.search;
  // One more than is shown, because it may be a namesake of the last.
  const { rows, total } = search ? await readFirst<Row>(door, candidateList(door, search), mostFound + 1) : everybody;
  const listed = rows.slice(0, mostFound + 1);
  const isListed = listed.slice(0, mostFound).some(({ id }) => id === chosen);
  const also = chosen === null || isListed ? [] : await readCandidate(door, chosen);
  const contacts = candidatesOf(door, [...also, ...listed.filter(({ id }) => isListed || id !== chosen)]);
  return {
    contacts: contacts.slice(0, also.length + mostFound),
    found: total,
    more: Math.max(0, total - mostFound),
    searchable: true,
    search,
  };
}

function readCandidate(door: Door, id: number): Promise<Row[]> {
  const { columns, tables, where } = candidateList(door, '');
  return door.read<Row>(sql`select ${columns} from ${tables} where ${where} and c.id = ${id}`);
}

function candidateList({ ruc }: Door, search: string): List {
  return {
    columns: sql`c.id, c.full_name as "name", c.document_number as "documentNumber",
      c.delegated_from as "from", c.delegated_until as "until",
      (select count(*) from users u where u.ruc = c.ruc and u.contact_id = c.id) as users`,
    tables: sql`contacts c`,
    where: sql`c.ruc = ${ruc} and c.active`,
    id: sql`c.id`,
    searched: sql`c.search_key`,
    filters: searchFilters(search, (pattern) => sql`searched like ${pattern}`),
    order: [{ column: sql`c.active`, descending: true }, { column: sql`c.sort_key` }, { column: sql`c.id` }],
  };
}

function candidatesOf({ today }: Door, rows: Row[]): Candidate[] {
  const names = distinctNames(rows);
  return rows.map(({ id, users, ...row }, index) => {
    return { id, name: names[index] ?? '', users, hindrances: delegationHindrances(row, today) };
  });
}
