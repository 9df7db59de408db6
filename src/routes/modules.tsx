import { ModulesPage } from '../../views/modules.tsx';
import { paths } from '../../views/paths.ts';
import { isConsultation, isContracting, type Menu } from '../domain/menu.ts';
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
  const groups = [...Map.groupBy(held, (menu) => menu.group)].map(([name, modules]) => ({ name, modules }));
  return show(c, <ModulesPage frame={frame(c, title, 'modulos')} groups={groups} />);
}
