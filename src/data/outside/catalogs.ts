import type { CatalogName, Catalogs } from '../../domain/contact.ts';
import type { Database } from '../database/database.ts';

/** Reads the catalogs, each in its order. They change only with a migration, so a process reads them at its start. */
export async function readCatalogs({ owner }: Pick<Database, 'owner'>): Promise<Catalogs> {
  const items = await owner
    .selectFrom('catalog_items')
    .select(['catalog', 'value'])
    .orderBy('catalog')
    .orderBy('position')
    .execute();
  const menus = await owner
    .selectFrom('menus')
    .select([
      'code',
      'name',
      'menu_group as group',
      'description',
      'required',
      'administrator_only as administratorOnly',
      'valid_until as validUntil',
    ])
    .orderBy('position')
    .execute();
  const catalogs: Catalogs = {
    documentTypes: [],
    sexes: [],
    maritalStatuses: [],
    positions: [],
    educationLevels: [],
    occupationalAreas: [],
    resetReasons: [],
    menus,
  };
  for (const { catalog, value } of items) catalogs[catalog as CatalogName].push(value);
  return catalogs;
}
