import { type RawBuilder, sql } from 'kysely';
import { type Listing, type Page, pageCount } from '../../domain/listing.ts';
import { searchWords } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import { openAt } from '../outside/sessions.ts';
import { isUndelivered } from '../records/mail.ts';
import { type Door, likePattern, NotFound } from './door.ts';

export const userSorts = ['usuario', 'nombre', 'fecha'] as const;
export type UserSort = (typeof userSorts)[number];

/** A user as the list shows it. */
export type UserLine = {
  id: number;
  name: string;
  contactName: string;
  /** The contact is ACTIVO; a user of another has no access. */
  contactActive: boolean;
  administrator: boolean;
  active: boolean;
  createdAt: Date;
  openSessions: number;
  /** A mail to the user could not be delivered. */
  undelivered: boolean;
};

/** A page of the list; past the last page one gets the last. */
export async function userPage(door: Door, listing: Listing<UserSort>): Promise<Page<UserLine>> {
  const { page, size } = listing;
  const total = totalOf(door, listing.search);
  const rows = await door.read<UserRow & { total: number }>(
    sql`select ${lineColumns(door)}, (${total}) as total ${matching(door, listing.search)}
         order by ${orderOf(listing)} limit ${size} offset ${(page - 1) * size}`,
  );
  const first = rows[0];
  if (first) return { rows: rows.map(lineOf), total: first.total, page, size };
  if (page === 1) return { rows: [], total: 0, page, size };
  // Past the end, most often after somebody else's change: the last page there is.
  const [counted] = await door.read<{ total: number }>(total);
  return userPage(door, { ...listing, page: pageCount({ total: counted?.total ?? 0, size }) });
}

/** The place of a user in a listing, from 1; 1 where the listing doesn't hold it. */
export async function placeOfUser(door: Door, id: number, listing: Listing<UserSort>): Promise<number> {
  const [row] = await door.read<{ rank: number }>(
    sql`select rank from (
          select u.id, row_number() over (order by ${orderOf(listing)}) as rank ${matching(door, listing.search)}
        ) as ranked where id = ${id}`,
  );
  return row?.rank ?? 1;
}

/** One row of the list. Throws NotFound. */
export async function userLine(scope: Scope, door: Door, id: number): Promise<UserLine> {
  const { rows } = await sql<UserRow>`select ${lineColumns(door)} ${matching(door, '')} and u.id = ${id}`.execute(
    scope,
  );
  if (!rows[0]) throw new NotFound();
  return lineOf(rows[0]);
}

type UserRow = {
  id: number;
  name: string;
  administrator: boolean;
  active: boolean;
  created_at: Date;
  full_name: string;
  contact_active: boolean;
  open_sessions: number;
  undelivered: boolean;
};

// SQL as text, where elsewhere it is built: this list is what the product is asked for most, and building its statement
// took as long as rendering its rows.
function lineColumns({ caller: { now } }: Door): RawBuilder<unknown> {
  return sql`u.id, u.name, u.administrator, u.active, u.created_at, c.full_name, c.active as contact_active,
    (select count(*) from sessions s where s.ruc = u.ruc and s.user_id = u.id and ${openAt(now)}) as open_sessions,
    exists (select from mails m where ${isUndelivered}) as undelivered`;
}

function matching({ ruc }: Door, search: string): RawBuilder<unknown> {
  return sql`from users u join contacts c on c.ruc = u.ruc and c.id = u.contact_id where u.ruc = ${ruc}${searched(search)}`;
}

function totalOf(door: Door, search: string): RawBuilder<{ total: number }> {
  // Without a search the contacts needn't be joined: the count is then read off one index.
  return search === ''
    ? sql`select count(*) as total from users where ruc = ${door.ruc}`
    : sql`select count(*) as total ${matching(door, search)}`;
}

function searched(search: string): RawBuilder<unknown> {
  const conditions = searchWords(search).map((word) => {
    const pattern = likePattern(word);
    return sql` and (c.search_key like ${pattern} or u.name_folded like ${pattern})`;
  });
  return sql.join(conditions, sql``);
}

function orderOf({ sort, descending }: Listing<UserSort>): RawBuilder<unknown> {
  const column = { usuario: 'u.name_folded', nombre: 'c.sort_key', fecha: 'u.created_at' }[sort];
  return sql.raw(`${column} ${descending ? 'desc' : 'asc'}, u.name_folded`);
}

function lineOf(row: UserRow): UserLine {
  return {
    id: row.id,
    name: row.name,
    contactName: row.full_name,
    contactActive: row.contact_active,
    administrator: row.administrator,
    active: row.active,
    createdAt: row.created_at,
    openSessions: row.open_sessions,
    undelivered: row.undelivered,
  };
}
