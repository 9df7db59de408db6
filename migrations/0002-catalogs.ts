import { type Kysely, sql } from 'kysely';
import catalogs from './0002-catalogs.json' with { type: 'json' };

/** The menus and the choices of the contact form and of the recovery, as the procurement system publishes them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { menus, ...lists } = catalogs;
  for (const [position, menu] of menus.entries()) {
    await sql`insert into menus
      (code, position, name, menu_group, description, required, administrator_only, valid_until)
      values (${menu.code}, ${position}, ${menu.name}, ${menu.group}, ${menu.description},
              ${menu.required ?? false}, ${menu.administratorOnly ?? false}, ${menu.validUntil ?? null})`.execute(db);
  }
  for (const [catalog, values] of Object.entries(lists)) {
    for (const [position, value] of values.entries()) {
      await sql`insert into catalog_items (catalog, position, value) values (${catalog}, ${position}, ${value})`.execute(
        db,
      );
    }
  }
}
