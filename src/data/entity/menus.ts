import { isModule, type Menu, readAddress } from '../../domain/menu.ts';
import type { Database, Scope } from '../database/database.ts';
import type { Door } from './door.ts';

/** The menus of the caller's own user. */
export function entityMenus(door: Door) {
  return {
    /** Held by the caller, in the catalog's order. */
    held: (): Promise<Menu[]> => door.enter((scope) => menusOf(scope, door.ruc, door.caller.actor.userId)),
  };
}

/** The menus that a user holds, in the catalog's order. */
export async function menusOf(scope: Scope, ruc: string, userId: number): Promise<Menu[]> {
  const rows = await scope
    .selectFrom('user_menus')
    .innerJoin('menus', 'menus.code', 'user_menus.menu_code')
    .select(menuColumns)
    .where('ruc', '=', ruc)
    .where('user_id', '=', userId)
    .orderBy('position')
    .execute();
  return rows.map(menuOf);
}

/** The modules of the catalog, which is the same for all entities, in its order. */
export async function catalogModules({ owner }: Database): Promise<Menu[]> {
  const rows = await owner.selectFrom('menus').select(menuColumns).orderBy('position').execute();
  return rows.map(menuOf).filter(isModule);
}

/** Sets the address of a module for all entities, or with null takes it away. Null where no module has that code. */
export function setModuleAddress(
  { owner }: Database,
  code: string,
  address: string | null,
): Promise<'changed' | 'unchanged' | null> {
  return owner.transaction().execute(async (transaction) => {
    const menu = await transaction
      .selectFrom('menus')
      .select(['menu_group as group', 'address'])
      .where('code', '=', code)
      .forUpdate()
      .executeTakeFirst();
    if (!menu || !isModule(menu)) return null;
    if (menu.address === address) return 'unchanged';
    await transaction.updateTable('menus').set({ address }).where('code', '=', code).execute();
    return 'changed';
  });
}

const menuColumns = [
  'code',
  'name',
  'menu_group as group',
  'description',
  'valid_until as validUntil',
  'address',
] as const;

function menuOf(row: Menu): Menu {
  return { ...row, address: readAddress(row.address) };
}
