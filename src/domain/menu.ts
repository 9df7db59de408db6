import { z } from 'zod';
import type { CivilDate } from './civil-date.ts';

/** A menu of the catalog: a right to a group of modules. */
export type Menu = {
  code: string;
  name: string;
  group: string;
  description: string;
  /** The last day on which it is granted anew; null without end. */
  validUntil: CivilDate | null;
  /** Where the module is served; null where that isn't known. */
  address: string | null;
};

/** A menu as profiles know it; the address, which alone can change without a migration, left out. */
export type CatalogMenu = Omit<Menu, 'address' | 'description'> & {
  /** Held by everybody. */
  required: boolean;
  administratorOnly: boolean;
};

const baseGroup = 'Base';
const consultGroup = 'Consultar';
const longestAddress = 500;

/** True for the menus that are pages of this system; the others are served elsewhere and may have an address. */
export function isBase(menu: Pick<Menu, 'group'>): boolean {
  return menu.group === baseGroup;
}

/** The menus shown under "Consultar" (product 4). */
export function isConsultation(menu: Pick<Menu, 'group'>): boolean {
  return menu.group === consultGroup;
}

/** The menus shown under "Entidad Contratante" (product 4). */
export function isContracting(menu: Pick<Menu, 'group'>): boolean {
  return !isBase(menu) && !isConsultation(menu);
}

/** True up to the last day of a menu's validity, that day included. */
export function isCurrent(menu: Pick<Menu, 'validUntil'>, today: CivilDate): boolean {
  return menu.validUntil === null || menu.validUntil >= today;
}

/** A menu's name where it is held, which says that its validity is over (product 3.1). */
export function heldName(menu: Pick<Menu, 'name' | 'validUntil'>, today: CivilDate): string {
  return isCurrent(menu, today) ? menu.name : `${menu.name} (no vigente)`;
}

/**
 * The address of a module: absolute, for the web, the same for everybody. It comes out as a browser writes it, in ASCII
 * alone, so that nothing in it can pass for something else.
 */
export const addressField = z
  .string()
  .trim()
  .refine(
    (text) => !/[\s\p{Cc}\\\uFFFD]/u.test(text),
    'quite los espacios, las barras invertidas y los signos de control.',
  )
  .transform((text, context): URL => {
    const url = /^https?:\/\/[^/]/i.test(text) ? URL.parse(text) : null;
    if (url) return url;
    context.addIssue(
      'escriba una dirección completa que empiece por https:// o http://, como https://modulo.example/.',
    );
    return z.NEVER;
  })
  .refine(({ username, password }) => username === '' && password === '', 'quite el usuario y la contraseña.')
  .transform(({ href }) => href)
  .refine(({ length }) => length <= longestAddress, `use una dirección de ${longestAddress} caracteres como máximo.`);

/** What is kept as a module's address, if it is one; a link to anything else would be a trap. */
export function readAddress(kept: string | null): string | null {
  return addressField.safeParse(kept).data ?? null;
}
