import type { CatalogName, Catalogs } from '../../domain/contact.ts';
import type { Scope } from '../database/database.ts';

/** The choices of the forms, by catalog, in their order. */
export async function readCatalogs(scope: Scope): Promise<Catalogs> {
  const items = await scope
    .selectFrom('catalog_items')
    .select(['catalog', 'value'])
    .orderBy('catalog')
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
  };
  for (const { catalog, value } of items) catalogs[catalog as CatalogName].push(value);
  return catalogs;
}
