import published from '../../../migrations/0002-catalogs.json' with { type: 'json' };
import type { Catalogs } from '../../../src/domain/contact.ts';

type PublishedMenu = { code: string; name: string; group: string; description: string } & Partial<{
  required: boolean;
  administratorOnly: boolean;
  validUntil: string;
}>;

/** The catalogs as every migrated database holds them. */
export const catalogs: Catalogs = {
  ...published,
  menus: (published.menus as PublishedMenu[]).map((menu) => ({
    code: menu.code,
    name: menu.name,
    group: menu.group,
    description: menu.description,
    required: menu.required ?? false,
    administratorOnly: menu.administratorOnly ?? false,
    validUntil: menu.validUntil ?? null,
  })),
};
