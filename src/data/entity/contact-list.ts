import { sql } from 'kysely';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { ContactSort, Listing, Page } from '../../domain/listing.ts';
import type { Door } from './door.ts';
import { type List, type OrderKey, readPage, searchFilters } from './list.ts';

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
    filters: searchFilters(search, [sql`c.search_key`, userName]),
    order: orderOf(sort, descending),
  };
}

// The names of the contact's users as one text, in which each word of a search is looked for.
const userName = sql`(select string_agg(u.name_folded, ' ') from users u where u.ruc = c.ruc and u.contact_id = c.id)`;

function orderOf(sort: ContactSort, descending: boolean): OrderKey[] {
  const rest: OrderKey[] = [{ column: sql`c.sort_key` }, { column: sql`c.id` }];
  switch (sort) {
    case 'estado':
      return [{ column: sql`c.active`, descending: true }, ...rest];
    case 'nombres':
      return [{ column: sql`c.sort_key`, descending }, { column: sql`c.id` }];
    case 'ingreso':
      return [{ column: sql`c.delegated_from`, descending }, ...rest];
    case 'salida':
      return [{ column: sql`c.delegated_until`, descending, nullable: true }, ...rest];
  }
}
