import type { CivilDate } from './civil-date.ts';

/** A menu of the catalog: a right to a group of modules. */
export type Menu = {
  code: string;
  name: string;
  group: string;
  description: string;
  /** The last day on which it is granted anew; null without end. */
  validUntil: CivilDate | null;
  address: string | null;
};

const baseGroup = 'Base';
const consultGroup = 'Consultar';

/** The menus shown under "Consultar" (spec 4). */
export function isConsultation(menu: Pick<Menu, 'group'>): boolean {
  return menu.group === consultGroup;
}

/** The menus shown under "Entidad Contratante" (spec 4). */
export function isContracting(menu: Pick<Menu, 'group'>): boolean {
  return menu.group !== baseGroup && menu.group !== consultGroup;
}

/** True up to the last day of a menu's validity, that day included. */
export function isCurrent(menu: Pick<Menu, 'validUntil'>, today: CivilDate): boolean {
  return menu.validUntil === null || menu.validUntil >= today;
}

/** A menu's name where it is held, which says that its validity is over (spec 3.1). */
export function heldName(menu: Pick<Menu, 'name' | 'validUntil'>, today: CivilDate): string {
  return isCurrent(menu, today) ? menu.name : `${menu.name} (no vigente)`;
}
