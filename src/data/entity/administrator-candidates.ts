import { sql } from 'kysely';
import { personAndUser, type User } from '../../domain/user.ts';
import type { Door } from './door.ts';
import { type List, searchFilters } from './list.ts';
import { type Lookup, type LookupSearch, readLookup } from './lookup.ts';
import { getsInToday } from './user-list.ts';

/** A user to whom the administration may be offered: who it is, and the contact's e-mail; '' for none. */
export type AdministratorCandidate = { id: number; name: string; email: string };

type Row = Pick<User, 'id' | 'name' | 'contactName' | 'email'>;

/**
 * Reads the delegates of other people than the caller who get in today, in the order of their names: all of a small
 * entity, else the first that a search finds (product 9.3).
 */
export function administratorCandidates(door: Door, search: LookupSearch): Promise<Lookup<AdministratorCandidate>> {
  return readLookup<Row, AdministratorCandidate>(
    door,
    (text) => candidateList(door, text),
    search,
    (rows) => rows.map(({ id, email, ...user }) => ({ id, email, name: personAndUser(user) })),
  );
}

function candidateList(door: Door, search: string): List {
  return {
    columns: sql`u.id, u.name, c.full_name as "contactName", c.email`,
    tables: sql`users u join contacts c on c.ruc = u.ruc and c.id = u.contact_id`,
    keyTables: sql`users u`,
    where: sql`u.ruc = ${door.ruc} and not u.administrator and u.contact_id <> ${door.caller.actor.contactId}
      and ${getsInToday(door)}`,
    id: sql`u.id`,
    searched: sql`u.search_key`,
    narrowing: [],
    filters: searchFilters(search, (pattern) => sql`searched like ${pattern}`),
    order: [{ column: sql`u.contact_sort_key` }, { column: sql`u.name_folded` }],
  };
}
