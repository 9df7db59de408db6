import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Visitor, type VisitorOptions } from './visitor.ts';

/** What answers requests: a Hono application. */
export type App = { fetch: (request: Request, env: never) => Response | Promise<Response> };

/** An application that listens, and people who visit it. */
export type Site = {
  baseUrl: URL;
  /** A person with a browser of their own. */
  visitor(options?: VisitorOptions): Visitor;
  close(): Promise<void>;
};

/**
 * Serves an application over HTTP at an address of its own, which it is told before it is made. The options hold for
 * all its visitors.
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
