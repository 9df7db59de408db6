import { type Kysely, sql } from 'kysely';
import { type Listing, type Page, pageCount } from '../domain/listing.ts';
import { fullName, searchWords } from '../domain/person-name.ts';
import type { Scope } from './database.ts';
import { type Door, likePattern, NotFound } from './door.ts';
import type { Schema } from './schema.ts';
import { liveSince } from './sessions.ts';

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
};

/** A page of the list; past the last page one gets the last. */
export async function userPage(door: Door, listing: Listing<UserSort>): Promise<Page<UserLine>> {
  const rows = await door.read((from) =>
    lines(from, door, listing.search)
      .select(totalOf(from, door, listing.search))
      .orderBy(orderOf(listing))
      .limit(listing.size)
      .offset((listing.page - 1) * listing.size),
  );
  const first = rows[0];
  if (first) return { rows: rows.map(lineOf), total: first.total ?? 0, page: listing.page, size: listing.size };
  if (listing.page === 1) return { rows: [], total: 0, page: 1, size: listing.size };
  // Past the end, most often after somebody else's change: the last page there is.
  const counted = await door.read((from) => from.selectNoFrom(totalOf(from, door, listing.search)));
  return userPage(door, { ...listing, page: pageCount({ total: counted[0]?.total ?? 0, size: listing.size }) });
}

/** The page of a listing on which a user stands, from 1; 1 where the listing doesn't hold it. */
export async function pageOfUser(scope: Scope, door: Door, id: number, listing: Listing<UserSort>): Promise<number> {
  const row = await scope
    .with('ranked', () =>
      matching(scope, door, listing.search)
        .select('users.id')
        .select(sql<number>`row_number() over (order by ${orderOf(listing)})`.as('rank')),
    )
    .selectFrom('ranked')
    .select('rank')
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? Math.ceil(row.rank / listing.size) : 1;
}

/** One row of the list. Throws NotFound. */
export async function userLine(scope: Scope, door: Door, id: number): Promise<UserLine> {
  const row = await lines(scope, door, '').where('users.id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound();
  return lineOf(row);
}

function matching(scope: Kysely<Schema>, door: Door, search: string) {
  return scope
    .selectFrom('users')
    .innerJoin('contacts', (on) =>
      on.onRef('contacts.ruc', '=', 'users.ruc').onRef('contacts.id', '=', 'users.contact_id'),
    )
    .where('users.ruc', '=', door.ruc)
    .where((where) =>
      where.and(
        searchWords(search).map((word) =>
          where.or([
            where('contacts.search_key', 'like', likePattern(word)),
            where('users.name_folded', 'like', likePattern(word)),
          ]),
        ),
      ),
    );
}

function lines(scope: Kysely<Schema>, door: Door, search: string) {
  return matching(scope, door, search).select((read) => [
    'users.id',
    'users.name',
    'users.administrator',
    'users.active',
    'users.created_at',
    'contacts.paternal_surname',
    'contacts.maternal_surname',
    'contacts.first_name',
    'contacts.second_name',
    'contacts.active as contact_active',
    read
      .selectFrom('sessions')
      .select((count) => count.fn.countAll<number>().as('count'))
      .whereRef('sessions.ruc', '=', 'users.ruc')
      .whereRef('sessions.user_id', '=', 'users.id')
      .where('expires_at', '>', door.asker.now)
      .where('last_seen_at', '>', liveSince(door.asker.now))
      .as('open_sessions'),
  ]);
}

function totalOf(scope: Kysely<Schema>, door: Door, search: string) {
  // Without a search the contacts needn't be joined: the count is then read off one index.
  const counted =
    search === '' ? scope.selectFrom('users').where('users.ruc', '=', door.ruc) : matching(scope, door, search);
  return counted.select((count) => count.fn.countAll<number>().as('total')).as('total');
}

function orderOf({ sort, descending }: Listing<UserSort>) {
  const column = { usuario: 'users.name_folded', nombre: 'contacts.sort_key', fecha: 'users.created_at' }[sort];
  return sql`${sql.ref(column)} ${sql.raw(descending ? 'desc' : 'asc')}, users.name_folded`;
}

function lineOf(row: Awaited<ReturnType<ReturnType<typeof lines>['executeTakeFirstOrThrow']>>): UserLine {
  return {
    id: row.id,
    name: row.name,
    contactName: fullName({
      paternalSurname: row.paternal_surname,
      maternalSurname: row.maternal_surname,
      firstName: row.first_name,
      secondName: row.second_name,
    }),
    contactActive: row.contact_active,
    administrator: row.administrator,
    active: row.active,
    createdAt: row.created_at,
    openSessions: row.open_sessions ?? 0,
  };
}
