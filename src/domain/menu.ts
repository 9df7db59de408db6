/** A menu of the catalog: a right to a group of modules. */
export type Menu = {
  code: string;
  name: string;
  group: string;
  description: string;
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
