import { type RawBuilder, sql } from 'kysely';
import type { CivilDate } from '../../domain/civil-date.ts';
import { warningWindow } from '../../domain/delegation.ts';
import type { ContactSort, Listing, Page } from '../../domain/listing.ts';
import { sortKey } from '../../domain/person-name.ts';
import type { Door } from './door.ts';
import { alongIndex, type List, narrowingOf, type OrderKey, readPage, searchFilters } from './list.ts';

type Sql = RawBuilder<unknown>;

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

/** The register in the order and with the filters of a listing. */
export function contactList(door: Door, { search, filters, sort, descending }: Listing<ContactSort>): List {
  const { ruc } = door;
  return {
    columns: sql`c.id, c.full_name as "name", c.document_number as "documentNumber", c.position,
      c.delegated_from as "from", c.delegated_until as "until", c.active`,
    tables: sql`contacts c`,
    where: sql`c.ruc = ${ruc}`,
    narrowing: narrowingOf(filters, conditions(door)),
    id: sql`c.id`,
    searched: sql`c.search_key`,
    filters: searchFilters(search, (pattern) => sql`(searched like ${pattern} or ${hasUserLike(ruc, pattern)})`),
    order: orderOf(door, sort, descending),
    seekable: sort === 'nombres' || sort === 'ingreso',
  };
}

// The filters go by the dates alone (product 8).
function conditions({ today }: Door) {
  const soon = warningWindow(today);
  const delegations: Record<string, Sql> = {
    vigente: sql`c.delegated_from <= ${today} and coalesce(c.delegated_until >= ${today}, true)`,
    termina: sql`c.delegated_until between ${soon.first} and ${soon.last}`,
    vencida: sql`c.delegated_until < ${today}`,
    pendiente: sql`c.delegated_from > ${today}`,
    'sin-salida': sql`c.delegated_until is null`,
  };
  const user = sql`exists (select from users u where u.ruc = c.ruc and u.contact_id = c.id)`;
  return {
    estado: (value: string) => (value === 'activo' ? sql`c.active` : sql`not c.active`),
    delegacion: (value: string) => delegations[value],
    cargo: (value: string) => sql`c.position = ${value}`,
    usuario: (value: string) => (value === 'con' ? user : sql`not ${user}`),
  };
}

// The contacts of the users with a name like the pattern are found once, not for each contact.
function hasUserLike(ruc: string, pattern: string) {
  const users = sql`select u.contact_id, u.name_folded from users u where u.ruc = ${ruc} order by u.name_folded`;
  return sql`id in (select contact_id from (${alongIndex(users)}) as u where name_folded like ${pattern})`;
}

function orderOf({ catalogs }: Door, sort: ContactSort, descending: boolean): OrderKey[] {
  const [name, id] = [{ column: sql`c.sort_key` }, { column: sql`c.id` }];
  // All keys turn with the first, so that one index serves both directions.
  const turned = (keys: OrderKey[]) => keys.map((key) => ({ ...key, descending }));
  switch (sort) {
    case 'estado':
      return [{ column: sql`c.active`, descending: !descending }, ...turned([name, id])];
    case 'nombres':
      return turned([name, id]);
    case 'cargo':
      return turned([{ column: placeAmong(catalogs.positions) }, name, id]);
    case 'ingreso':
      return turned([{ column: sql`c.delegated_from` }, name, id]);
    case 'salida':
      // Contacts without a last day stay last, so the other direction has an index of its own anyway.
      return [{ column: sql`c.delegated_until`, descending, nullable: true }, name, id];
  }
}

// The few positions of the catalog in Spanish order; an index would make every change of a position dearer.
function placeAmong(positions: string[]): Sql {
  const sorted = [...positions].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  return sql`strpos(${`|${sorted.join('|')}|`}, '|' || c.position || '|')`;
}
