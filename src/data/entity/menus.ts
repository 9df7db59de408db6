import type { Menu } from '../../domain/menu.ts';
import { menusOf } from '../records/menu.ts';
import type { Door } from './door.ts';

/** Makes the verb on the caller's own menus. */
export function entityMenus(door: Door) {
  return {
    /** Reads the menus that the caller holds, in the catalog's order. */
    held: (): Promise<Menu[]> => door.enter((scope) => menusOf(scope, door.ruc, door.caller.actor.userId)),
  };
}
