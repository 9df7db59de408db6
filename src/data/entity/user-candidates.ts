import { sql } from 'kysely';
import { delegationHindrances, type Hindrance } from '../../domain/access.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { distinctNames } from '../../domain/person-name.ts';
import type { Door } from './door.ts';
import { type List, searchFilters } from './list.ts';
import { type Lookup, type LookupSearch, readLookup } from './lookup.ts';

/** A contact that may get a user, with the number of users it has and why they wouldn't get in today. */
export type Candidate = { id: number; name: string; users: number; hindrances: Hindrance[] };

type Row = Omit<Candidate, 'hindrances'> & { documentNumber: string; from: CivilDate; until: CivilDate | null };

/**
 * Reads the ACTIVO contacts, perhaps but one, in the order of their names: all of a small entity, else the first that a
 * search finds.
 */
export function userCandidates(
  door: Door,
  search: LookupSearch,
  except: number | null = null,
): Promise<Lookup<Candidate>> {
  return readLookup<Row, Candidate>(
    door,
    (text) => candidateList(door, text, except),
    search,
    (rows) => candidatesOf(door, rows),
  );
}

function candidateList({ ruc }: Door, search: string, except: number | null): List {
  return {
    columns: sql`c.id, c.full_name as "name", c.document_number as "documentNumber",
      c.delegated_from as "from", c.delegated_until as "until",
      (select count(*) from users u where u.ruc = c.ruc and u.contact_id = c.id) as users`,
    tables: sql`contacts c`,
    where: except === null ? sql`c.ruc = ${ruc} and c.active` : sql`c.ruc = ${ruc} and c.active and c.id <> ${except}`,
    id: sql`c.id`,
    searched: sql`c.search_key`,
    narrowing: [],
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
