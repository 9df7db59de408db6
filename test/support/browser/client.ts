import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Visitor, type VisitorOptions } from './visitor.ts';

/** A Hono application. */
type App = { fetch: (request: Request, env: never) => Response | Promise<Response> };

/** An application that listens for requests. */
export type Site = {
  baseUrl: URL;
  /** Makes a visitor with a new browser. */
  visitor(options?: VisitorOptions): Visitor;
  close(): Promise<void>;
};

/**
 * Serves an application over HTTP on a free port. `build` makes it, given its address; the options apply to all its
 * visitors.
 */
export async function startSite(
  build: (baseUrl: URL) => App | Promise<App>,
  options: VisitorOptions = {},
): Promise<Site> {
  let app: App | undefined;
  const server = serve({
    fetch: (request: Request, env) => app?.fetch(request, env as never) ?? new Response(null, { status: 503 }),
    hostname: '127.0.0.1',
    port: 0,
  });
  if (!server.listening) await once(server, 'listening');
  const baseUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  app = await build(baseUrl);
  return {
    baseUrl,
    visitor: (own = {}) => new Visitor(baseUrl, { ...options, ...own }),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
