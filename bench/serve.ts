import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { createApp } from '../src/app.tsx';
import { openServer } from '../src/data/database/server.ts';
import { readCatalogs } from '../src/data/outside/catalogs.ts';
import { discardingOutbox } from '../src/data/records/mail.ts';
import { deriveSecrets } from '../src/data/secrets/derived.ts';
import { countForBench } from './counting.ts';

// Serves the product in a process of its own, over the database in DATABASE_URL. No mails leave it, and no log.
countForBench();
const database = openServer(process.env.DATABASE_URL ?? '');
const key = Buffer.alloc(32, 1);
const app = createApp({
  database,
  clock: () => new Date(),
  key,
  postJob: async () => {},
  outbox: discardingOutbox,
  catalogs: await readCatalogs(database),
  secrets: deriveSecrets(key),
  isQueueReachable: async () => true,
  onOwnMachine: false,
  readMails: null,
  baseUrl: new URL('http://localhost'),
  trustedProxies: [],
  support: '',
  log: pino({ level: 'silent' }),
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.(port));
