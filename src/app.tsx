import { randomUUID } from 'node:crypto';
import type { Server, ServerResponse } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { type Handler, Hono } from 'hono';
import { aftermaths, formPages, routes } from './routes/index.ts';
import { loadAssets } from './web/assets.ts';
import type { Dependencies, PublicContext } from './web/env.ts';
import { onError, onNotFound } from './web/errors.tsx';
import { guards } from './web/guards.ts';
import { securityHeaders } from './web/headers.ts';
import { createHttpServer } from './web/http-server.ts';
import { addressOf, openSessions } from './web/session.ts';

/** Makes the application over an open database: the middleware in its order, then each route behind its guards. */
export function createApp(dependencies: Dependencies): Hono {
  const { clock, log } = dependencies;
  const app = new Hono();
  const parts = { ...dependencies, assets, aftermaths, formPages, sessions: openSessions(dependencies) };

  app.use(securityHeaders);
  app.use(assets.serve);
  app.use(async (context, next) => {
    const c = context as unknown as PublicContext;
    const startedAt = performance.now();
    c.set('app', parts);
    c.set('requestId', randomUUID().slice(-12));
    c.set('now', clock());
    c.set('address', addressOf(c));
    await next();
    log[quietPaths.has(c.req.path) ? 'debug' : 'info']({
      requestId: c.var.requestId,
      method: c.req.method,
      path: loggedPath(c.req.path),
      status: c.res.status,
      ms: Math.round(performance.now() - startedAt),
      // Nobody gets the answer.
      aborted: c.env.outgoing.destroyed || undefined,
    });
  });
  for (const route of routes) {
    app.on(route.method, [route.path], ...guards(route, pages), route.handle as Handler);
  }
  app.onError(onError);
  app.notFound(onNotFound);
  return app;
}

/** Makes the HTTP server of the application; it adds nothing to the open answers. */
export function createServer(dependencies: Dependencies, openAnswers: ReadonlySet<ServerResponse>): Server {
  return createHttpServer(createApp(dependencies), { ...dependencies, assets, openAnswers });
}

// Loaded once a process, because compressing them takes a tenth of a second.
const assets = loadAssets(staticFolder());

const pages = new Set(routes.filter(({ method, file }) => method === 'GET' && !file).map(({ path }) => path));

// The parts of addresses in front of a token. The log gets these alone, never the token (R6).
const tokenPrefixes = routes
  .filter(({ path }) => path.includes(':token'))
  .map(({ path }) => path.split(':token')[0] ?? '');

function loggedPath(path: string): string {
  const prefix = tokenPrefixes.find((one) => path.startsWith(one));
  return prefix === undefined ? path : `${prefix}…`;
}

// Supervisors request these every few seconds, which would bury the rest of the log.
const quietPaths = new Set(routes.filter(({ right }) => right === 'machine').map(({ path }) => path));

// The build writes the style sheet and the script, for a process that runs from the sources, too.
function staticFolder(): string {
  const here = import.meta.dirname;
  const isBuilt = basename(dirname(here)) === 'dist';
  return join(here, '..', isBuilt ? 'static' : join('dist', 'static'));
}
