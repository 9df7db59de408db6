import { paths } from '../../views/kit/paths.ts';
import { ModulesPage } from '../../views/menus.tsx';
import { civilDate } from '../domain/civil-date.ts';
import { heldName, isConsultation, isContracting, type Menu } from '../domain/menu.ts';
import { type EntityContext, get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { show } from '../web/respond.ts';

/** The modules of the procurement system that the user's menus grant (spec 4). */
export const moduleRoutes: Route[] = [
  get(paths.consultations(), 'consult', (c) => modulesPage(c, 'Consultar', isConsultation)),
  get(paths.contracting(), 'contracting', (c) => modulesPage(c, 'Entidad Contratante', isContracting)),
];

async function modulesPage(c: EntityContext, title: string, belongs: (menu: Menu) => boolean): Promise<Response> {
  const held = (await c.var.entity.menus.held()).filter(belongs);
  const today = civilDate(c.var.now);
  const groups = [...Map.groupBy(held, (menu) => menu.group)].map(([name, menus]) => ({
    name,
    modules: menus.map((menu) => ({ ...menu, name: heldName(menu, today) })),
  }));
  return show(c, <ModulesPage frame={frame(c, title, 'modulos')} groups={groups} />);
}
