import type { Menu } from '../domain/menu.ts';
import type { Scope } from './database.ts';
import type { Door } from './door.ts';

/** The menus of the asker's own user. */
export function entityMenus(door: Door) {
  return {
    /** Held by the asker, in the catalog's order. */
    held: (): Promise<Menu[]> => door.enter((scope) => menusOf(scope, door.ruc, door.asker.actor.userId)),
  };
}

/** The menus that a user holds, in the catalog's order. */
export function menusOf(scope: Scope, ruc: string, userId: number): Promise<Menu[]> {
  return scope
    .selectFrom('user_menus')
    .innerJoin('menus', 'menus.code', 'user_menus.menu_code')
    .select(['code', 'name', 'menu_group as group', 'description', 'valid_until as validUntil', 'address'])
    .where('ruc', '=', ruc)
    .where('user_id', '=', userId)
    .orderBy('position')
    .execute();
}
