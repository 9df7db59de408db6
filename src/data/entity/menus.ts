import type { Menu } from '../../domain/menu.ts';
import { menusOf } from '../records/menu.ts';
import type { Door } from './door.ts';

/** The menus of the caller's own user. */
export function entityMenus(door: Door) {
  return {
    /** Those held by the caller, in the catalog's order. */
    held: (): Promise<Menu[]> => door.enter((scope) => menusOf(scope, door.ruc, door.caller.actor.userId)),
  };
}
