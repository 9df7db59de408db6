import { sql } from 'kysely';
import type { MenuSource } from '../../domain/profile.ts';
import { personAndUser, type User } from '../../domain/user.ts';
import type { Door } from './door.ts';
import { type List, searchFilters } from './list.ts';
import { type Lookup, type LookupSearch, readLookup } from './lookup.ts';

type Row = Pick<User, 'id' | 'name' | 'contactName'> & Pick<MenuSource, 'menus'>;

/**
 * Reads the users but one in the order of their people's names: all of a small entity, else the first that a search
 * finds.
 */
export function menuSources(door: Door, except: number, search: LookupSearch): Promise<Lookup<MenuSource>> {
  return readLookup<Row, MenuSource>(
    door,
    (text) => sourceList(door, except, text),
    search,
    (rows) => rows.map(({ id, menus, ...user }) => ({ id, menus, name: personAndUser(user) })),
  );
}

function sourceList({ ruc }: Door, except: number, search: string): List {
  return {
    columns: sql`u.id, u.name, c.full_name as "contactName",
      array(select m.menu_code from user_menus m where m.ruc = u.ruc and m.user_id = u.id) as menus`,
    tables: sql`users u join contacts c on c.ruc = u.ruc and c.id = u.contact_id`,
    keyTables: sql`users u`,
    where: sql`u.ruc = ${ruc} and u.id <> ${except}`,
    id: sql`u.id`,
    searched: sql`u.search_key`,
    narrowing: [],
    filters: searchFilters(search, (pattern) => sql`searched like ${pattern}`),
    order: [{ column: sql`u.contact_sort_key` }, { column: sql`u.name_folded` }],
  };
}
