import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { createApp } from '../src/app.tsx';
import type { Database, Scope } from '../src/data/database/database.ts';
import { openServer } from '../src/data/database/server.ts';
import { readCatalogs } from '../src/data/outside/catalogs.ts';
import { discardingOutbox } from '../src/data/records/mail.ts';
import { deriveSecrets } from '../src/data/secrets/derived.ts';

// Serves the product in a process of its own, over the database in DATABASE_URL. The argument «plain» leaves out the
// policies and the transaction of each scope.
const [, , mode = 'scoped'] = process.argv;
const server = openServer(process.env.DATABASE_URL ?? '');
const plain: Database = {
  ...server,
  inScope: (_ruc, work) => work(server.owner as unknown as Scope, (statements) => statements),
  readInScope: (_ruc, query) => server.owner.executeQuery(query).then(({ rows }) => rows),
};
const key = Buffer.alloc(32, 1);
const app = createApp({
  database: mode === 'plain' ? plain : server,
  clock: () => new Date(),
  key,
  postJob: async () => {},
  outbox: discardingOutbox,
  catalogs: await readCatalogs(server),
  secrets: deriveSecrets(key),
  isQueueReachable: async () => true,
  readMails: null,
  baseUrl: new URL('http://localhost'),
  support: '',
  log: pino({ level: 'silent' }),
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.(port));
