import { isBase, type Menu } from '../../domain/menu.ts';
import type { Database } from '../database/database.ts';
import { menuColumns, menuOf } from '../records/menu.ts';

/** Reads the menus of modules that other systems serve, which may have an address, in the catalog's order. */
export async function addressableMenus({ owner }: Database): Promise<Menu[]> {
  const rows = await owner.selectFrom('menus').select(menuColumns).orderBy('position').execute();
  return rows.map(menuOf).filter((menu) => !isBase(menu));
}

/** Sets or, with null, removes a menu's address for all entities. Gives null if no menu with this code may have one. */
export function setMenuAddress(
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
    if (!menu || isBase(menu)) return null;
    if (menu.address === address) return 'unchanged';
    await transaction.updateTable('menus').set({ address }).where('code', '=', code).execute();
    return 'changed';
  });
}
