import { paths } from '../../views/kit/paths.ts';
import { MenusPage } from '../../views/menus.tsx';
import { civilDate } from '../domain/civil-date.ts';
import { heldName, isConsultation, isContracting, type Menu } from '../domain/menu.ts';
import { type EntityContext, get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { show } from '../web/respond.ts';

/** Routes of the modules that the user's menus grant (product 4). */
export const menuRoutes: Route[] = [
  get(paths.consultations(), 'consult', (c) => menusPage(c, 'Consultar', isConsultation)),
  get(paths.contracting(), 'contracting', (c) => menusPage(c, 'Entidad Contratante', isContracting)),
];

async function menusPage(c: EntityContext, title: string, isShown: (menu: Menu) => boolean): Promise<Response> {
  const held = (await c.var.entity.menus.held()).filter(isShown);
  const today = civilDate(c.var.now);
  const groups = [...Map.groupBy(held, (menu) => menu.group)].map(([name, menus]) => ({
    name,
    menus: menus.map((menu) => ({ ...menu, name: heldName(menu, today) })),
  }));
  return show(c, <MenusPage frame={frame(c, title, 'modulos')} groups={groups} />);
}
