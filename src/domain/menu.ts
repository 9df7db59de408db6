import * as z from 'zod';
import type { CivilDate } from './civil-date.ts';
import { textField } from './fields.ts';

/** A menu of the catalog: a right to a group of modules. */
export type Menu = {
  code: string;
  name: string;
  group: string;
  description: string;
  /** The last day on which it can be given to a user; null for no end. */
  validUntil: CivilDate | null;
  /** The address of the module; null if none is registered. */
  address: string | null;
};

/** A menu in the catalogs that a process reads once, so without the address, which changes without a migration. */
export type CatalogMenu = Omit<Menu, 'address'> & {
  /** True for the menu that every user holds. */
  required: boolean;
  administratorOnly: boolean;
};

const baseGroup = 'Base';
const consultGroup = 'Consultar';
const longestAddress = 500;

/** True for the menus that are pages of this product. The others are served elsewhere and may have an address. */
export function isBase(menu: Pick<Menu, 'group'>): boolean {
  return menu.group === baseGroup;
}

/** True for the menus under "Consultar" (product 4). */
export function isConsultation(menu: Pick<Menu, 'group'>): boolean {
  return menu.group === consultGroup;
}

/** True for the menus under "Entidad Contratante" (product 4). */
export function isContracting(menu: Pick<Menu, 'group'>): boolean {
  return !isBase(menu) && !isConsultation(menu);
}

/** True on each day up to the last day of a menu's validity, that day included (product 3.1). */
export function isCurrent(menu: Pick<Menu, 'validUntil'>, today: CivilDate): boolean {
  return menu.validUntil === null || menu.validUntil >= today;
}

/** The name of a menu that a user holds, marked "(no vigente)" once its validity has ended (product 3.1). */
export function heldName(menu: Pick<Menu, 'name' | 'validUntil'>, today: CivilDate): string {
  return isCurrent(menu, today) ? menu.name : `${menu.name} (no vigente)`;
}

/**
 * The address of a module: absolute, http or https, without user and password. It is normalised as browsers do, to
 * ASCII alone, so that no look-alike letter can disguise it.
 */
export const addressField = textField
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

/** The stored address of a module, or null if it isn't valid: such an address must not become a link. */
export function readAddress(stored: string | null): string | null {
  return addressField.safeParse(stored).data ?? null;
}
