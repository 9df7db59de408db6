import { type Menu, readAddress } from '../../domain/menu.ts';
import type { Transaction } from '../database/database.ts';

/** The columns of a menu, in a statement on the table menus. */
export const menuColumns = [
  'code',
  'name',
  'menu_group as group',
  'description',
  'valid_until as validUntil',
  'address',
] as const;

/** Turns a row into a menu; a malformed address becomes null. */
export function menuOf(row: Menu): Menu {
  return { ...row, address: readAddress(row.address) };
}

/** Reads the menus that a user holds, in the catalog's order. */
export async function menusOf(transaction: Transaction, ruc: string, userId: number): Promise<Menu[]> {
  const rows = await transaction
    .selectFrom('user_menus')
    .innerJoin('menus', 'menus.code', 'user_menus.menu_code')
    .select(menuColumns)
    .where('ruc', '=', ruc)
    .where('user_id', '=', userId)
    .orderBy('position')
    .execute();
  return rows.map(menuOf);
}
