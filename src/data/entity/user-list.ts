import { type RawBuilder, sql } from 'kysely';
import type { EntryFacts } from '../../domain/access.ts';
import type { Listing, Page, UserSort } from '../../domain/listing.ts';
import type { Scope } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { isUndelivered } from '../records/mail.ts';
import { passwordState } from '../records/password.ts';
import { openAt } from '../records/session.ts';
import type { Door } from './door.ts';
import { type List, narrowingOf, type OrderKey, readNumbered, readPage, searchFilters } from './list.ts';

type Sql = RawBuilder<unknown>;

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

/** The list of users in the order and with the filters of a listing. */
export function userList(door: Door, { search, filters, sort, descending }: Listing<UserSort>): List {
  const {
    ruc,
    caller: { now },
  } = door;
  return {
    columns: sql`u.id, u.name, c.full_name as "contactName", c.active as "contactActive", u.administrator, u.active,
      c.delegated_from as "from", c.delegated_until as "until", ${passwordState(now)} as password,
      u.created_at as "createdAt",
      (select count(*) from sessions s
        where s.ruc = u.ruc and s.user_id = u.id and ${openAt(now, 's')}) as "openSessions",
      ${anyUndelivered(ruc)} and exists (select from mails m where ${isUndelivered}) as undelivered`,
    // The limit keeps the planner from reading all contacts of a large entity to join them.
    tables: sql`users u, lateral (select * from contacts c where c.ruc = u.ruc and c.id = u.contact_id limit 1) as c`,
    keyTables: sql`users u`,
    where: sql`u.ruc = ${ruc}`,
    narrowing: narrowingOf(filters, conditions(door)),
    id: sql`u.id`,
    searched: sql`u.search_key`,
    filters: searchFilters(search, (pattern) => sql`searched like ${pattern}`),
    order: orderOf(sort, descending),
    seekable: true,
  };
}

// Asked once for all rows, since most entities have none; a list of 50 then costs the database a tenth less.
function anyUndelivered(ruc: string): Sql {
  return sql`exists (select from mails where ruc = ${ruc} and status = 'undelivered')`;
}

/** The SQL condition that user u gets in today (product 6, 8). */
export function getsInToday({ today, caller: { now } }: Door): Sql {
  const delegated = sql`c.active and (u.administrator or
    c.delegated_from <= ${today} and coalesce(c.delegated_until >= ${today}, true))`;
  return sql`(u.active and ${passwordState(now)} = 'good' and ${ofContact(delegated)})`;
}

// A condition on the contact asks for it row by row, so that the list is still read along the index of its order.
function ofContact(condition: Sql): Sql {
  return sql`exists (select from contacts c where c.ruc = u.ruc and c.id = u.contact_id and ${condition})`;
}

function conditions(door: Door) {
  const { catalogs } = door;
  const access = getsInToday(door);
  const limit = sql`exists (select from budgets b
    where b.ruc = u.ruc and b.user_id = u.id and b.active and b.limit_amount is not null)`;
  const situations: Record<string, Sql> = {
    'con-acceso': access,
    'sin-acceso': sql`not ${access}`,
    nunca: sql`u.last_access_at is null`,
    temporal: sql`u.password_hash is null and (u.temporary_hash is not null or u.mailed_seed is not null)`,
    'sin-correo': ofContact(sql`c.email = ''`),
    'no-entregado': sql`exists (select from mails m, contacts c
      where c.ruc = u.ruc and c.id = u.contact_id and ${isUndelivered})`,
  };
  return {
    estado: (value: string) => (value === 'activo' ? sql`u.active` : sql`not u.active`),
    situacion: (value: string) => situations[value],
    menu: (value: string) => {
      const code = catalogs.menus.find(({ name }) => name === value)?.code;
      return sql`exists (select from user_menus g where g.ruc = u.ruc and g.user_id = u.id and g.menu_code = ${code})`;
    },
    presupuesto: (value: string) => (value === 'con' ? limit : sql`not ${limit}`),
  };
}

// All keys turn with the first, so that one index serves both directions.
function orderOf(sort: UserSort, descending: boolean): OrderKey[] {
  const name = { column: sql`u.name_folded`, descending };
  if (sort === 'usuario') return [name];
  return [{ column: { nombre: sql`u.contact_sort_key`, fecha: sql`u.created_at` }[sort], descending }, name];
}
