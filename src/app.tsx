import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Handler, Hono } from 'hono';
import { routes } from './routes/index.ts';
import { loadAssets } from './web/assets.ts';
import type { Dependencies, PublicContext } from './web/env.ts';
import { onError, onNotFound } from './web/errors.tsx';
import { guards } from './web/guards.ts';
import { securityHeaders } from './web/headers.ts';
import { openSessions } from './web/session.ts';

/** The whole product over an open database: middleware in its order, then the routes, each behind its guards. */
export function createApp(dependencies: Dependencies): Hono {
  const { clock, baseUrl, log } = dependencies;
  const app = new Hono();
  const parts = { ...dependencies, assets, sessions: openSessions(dependencies) };

  app.use(securityHeaders(baseUrl.protocol === 'https:'));
  app.use(assets.serve);
  app.use(async (context, next) => {
    const c = context as unknown as PublicContext;
    const begun = performance.now();
    c.set('app', parts);
    c.set('requestId', randomBytes(6).toString('hex'));
    c.set('now', clock());
    await next();
    log[unheard.has(c.req.path) ? 'debug' : 'info']({
      requestId: c.var.requestId,
      method: c.req.method,
      path: loggedPath(c.req.path),
      status: c.res.status,
      ms: Math.round(performance.now() - begun),
    });
  });
  for (const route of routes) {
    app.on(route.method, [route.path], ...guards(route, pages), route.handle as Handler);
  }
  app.onError(onError);
  app.notFound(onNotFound);
  return app;
}

// Once a process: compressing them takes a tenth of a second.
const assets = loadAssets(staticFolder());

const pages = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path));

// What stands before a token in an address; tokens stay out of the log (R6).
const beforeTokens = routes
  .filter(({ path }) => path.includes(':token'))
  .map(({ path }) => path.split(':token')[0] ?? '');

function loggedPath(path: string): string {
  const before = beforeTokens.find((one) => path.startsWith(one));
  return before === undefined ? path : `${before}…`;
}

// What a machine asks every few seconds would drown the rest of the log.
const unheard = new Set(routes.filter(({ access }) => access === 'machine').map(({ path }) => path));

// The style sheet and the script are served as they stand in the repository, from the source and from the build alike.
function staticFolder(): string {
  const here = import.meta.dirname;
  return here.includes(`${join('dist', 'src')}`) ? join(here, '..', '..', 'static') : join(here, '..', 'static');
}
