import { sql } from 'kysely';
import type { EntryFacts } from '../../domain/access.ts';
import type { Listing, Page, UserSort } from '../../domain/listing.ts';
import type { Scope } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { isUndelivered } from '../records/mail.ts';
import { passwordState } from '../records/password.ts';
import { openAt } from '../records/session.ts';
import type { Door } from './door.ts';
import { type List, type OrderKey, readNumbered, readPage, searchFilters } from './list.ts';

/** A user as the list shows it. */
export type UserLine = EntryFacts & {
  id: number;
  name: string;
  contactName: string;
  createdAt: Date;
  openSessions: number;
  /** The user has an undelivered mail. */
  undelivered: boolean;
};

/** A user's row with its number in a listing, from 1. */
export type NumberedUser = { line: UserLine; number: number };

/** Reads a page of the list of users (product 3). */
export function userPage(door: Door, listing: Listing<UserSort>): Promise<Page<UserLine>> {
  return readPage(door, userList(door, listing), listing);
}

/** Reads a user's row, in an open scope. Throws NotFound. */
export async function numberedUser(
  scope: Scope,
  door: Door,
  id: number,
  listing: Listing<UserSort>,
): Promise<NumberedUser> {
  const line = await readNumbered<UserLine>(scope, userList(door, listing), id);
  if (!line) throw new NotFound();
  return { line, number: line.place };
}

function userList({ ruc, caller: { now } }: Door, { search, sort, descending }: Listing<UserSort>): List {
  return {
    columns: sql`u.id, u.name, c.full_name as "contactName", c.active as "contactActive", u.administrator, u.active,
      c.delegated_from as "from", c.delegated_until as "until", ${passwordState(now)} as password,
      u.created_at as "createdAt",
      (select count(*) from sessions s
        where s.ruc = u.ruc and s.user_id = u.id and ${openAt(now, 's')}) as "openSessions",
      exists (select from mails m where ${isUndelivered}) as undelivered`,
    tables: sql`users u join contacts c on c.ruc = u.ruc and c.id = u.contact_id`,
    keyTables: sql`users u`,
    where: sql`u.ruc = ${ruc}`,
    id: sql`u.id`,
    searched: sql`u.search_key`,
    filters: searchFilters(search, (pattern) => sql`searched like ${pattern}`),
    order: orderOf(sort, descending),
  };
}

// All keys turn with the first, so that one index serves both directions.
function orderOf(sort: UserSort, descending: boolean): OrderKey[] {
  const name = { column: sql`u.name_folded`, descending };
  if (sort === 'usuario') return [name];
  return [{ column: { nombre: sql`u.contact_sort_key`, fecha: sql`u.created_at` }[sort], descending }, name];
}
