import { sql } from 'kysely';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { ContactSort, Listing, Page } from '../../domain/listing.ts';
import type { Door } from './door.ts';
import { alongIndex, type List, type OrderKey, readPage, searchFilters } from './list.ts';

/** A contact as the list shows it. */
export type ContactLine = {
  id: number;
  name: string;
  documentNumber: string;
  position: string;
  from: CivilDate;
  until: CivilDate | null;
  active: boolean;
};

/** Reads a page of the register of contacts (product 2). */
export function contactPage(door: Door, listing: Listing<ContactSort>): Promise<Page<ContactLine>> {
  return readPage(door, contactList(door, listing), listing);
}

function contactList({ ruc }: Door, { search, sort, descending }: Listing<ContactSort>): List {
  return {
    columns: sql`c.id, c.full_name as "name", c.document_number as "documentNumber", c.position,
      c.delegated_from as "from", c.delegated_until as "until", c.active`,
    tables: sql`contacts c`,
    where: sql`c.ruc = ${ruc}`,
    id: sql`c.id`,
    searched: sql`c.search_key`,
    filters: searchFilters(search, (pattern) => sql`(searched like ${pattern} or ${hasUserLike(ruc, pattern)})`),
    order: orderOf(sort, descending),
  };
}

// The contacts of the users with a name like the pattern are found once, not for each contact.
function hasUserLike(ruc: string, pattern: string) {
  const users = sql`select u.contact_id, u.name_folded from users u where u.ruc = ${ruc} order by u.name_folded`;
  return sql`id in (select contact_id from (${alongIndex(users)}) as u where name_folded like ${pattern})`;
}

function orderOf(sort: ContactSort, descending: boolean): OrderKey[] {
  const [name, id] = [{ column: sql`c.sort_key` }, { column: sql`c.id` }];
  // All keys turn with the first, so that one index serves both directions.
  const turned = (keys: OrderKey[]) => keys.map((key) => ({ ...key, descending }));
  switch (sort) {
    case 'estado':
      return [{ column: sql`c.active`, descending: true }, name, id];
    case 'nombres':
      return turned([name, id]);
    case 'ingreso':
      return turned([{ column: sql`c.delegated_from` }, name, id]);
    case 'salida':
      // Contacts without a last day stay last, so the other direction has an index of its own anyway.
      return [{ column: sql`c.delegated_until`, descending, nullable: true }, name, id];
  }
}
