import { paths } from '../../views/kit/paths.ts';
import { isReachable } from '../data/database/database.ts';
import { machineGet, type Route } from '../web/env.ts';

/** Routes for a supervisor (product 7): whether the process runs, and whether it can serve. */
export const healthRoutes: Route[] = [
  machineGet(paths.alive(), (c) => c.text('ok')),
  machineGet(paths.ready(), async (c) => {
    const { database, isQueueReachable } = c.var.app;
    if (!(await isReachable(database))) return c.text('La base de datos no responde.', 503);
    return (await isQueueReachable()) ? c.text('ok') : c.text('La cola de trabajos no responde.', 503);
  }),
];
