import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import { createApp } from './app.tsx';
import { type Config, ConfigError, readConfig } from './config.ts';
import { openClock } from './data/database/clock.ts';
import { type Database, migrate } from './data/database/database.ts';
import { checkReachable } from './data/database/database-faults.ts';
import { DatabaseError } from './data/database/errors.ts';
import { FolderInUse } from './data/database/folder-lock.ts';
import { checkRuntimeRole } from './data/database/role-check.ts';
import { openServer } from './data/database/server.ts';
import { readCatalogs } from './data/outside/catalogs.ts';
import { isEmpty } from './data/outside/entities.ts';
import { mailsInFolder } from './data/outside/mail-folder.ts';
import { deriveSecrets } from './data/secrets/derived.ts';
import { isLoopback } from './domain/address.ts';
import { type RunningJobs, startJobs } from './jobs/start.ts';

// A stopped process has ten seconds to end (F3). Requests have nine of them; what then hangs over the connections to a
// silent database has half a second more.
const closingTime = 9_000;
const hardEnd = 9_500;

// Limits the time in which a request may arrive (R5). A phone on 3G sends a form within a few seconds. A person reads
// longer than the five seconds after which Node closes an idle connection, and a new one costs a slow link half a second.
const connectionLimits = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 75_000 };

// The process speaks http alone, so https means a proxy, whose address would stand for all people (T2).
const noProxies =
  'BASE_URL is https and SOCE_TRUSTED_PROXIES names no proxy: limits and incidents take the proxy for every client.';

try {
  await start(readConfig());
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof DatabaseError || error instanceof FolderInUse;
  console.error(expected ? error.message : error);
  process.exit(1);
}

async function start(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel, base: null });
  const { database, key: hexKey } = await openReady(config);
  const key = Buffer.from(hexKey, 'hex');
  const secrets = deriveSecrets(key);
  const { baseUrl, support, mailUrl, trustedProxies } = config;
  const { clock, close: closeClock } = await openClock(database);
  const folder = join(config.dataFolder, 'correo');
  const warning = await checkRuntimeRole(database);
  if (warning) log.warn(warning);
  if (baseUrl.protocol === 'https:' && trustedProxies.length === 0) log.warn(noProxies);
  const [catalogs, jobs] = await Promise.all([
    readCatalogs(database),
    startJobs({ database, secrets, clock, baseUrl, mailUrl, from: config.mailFrom, folder, log }),
  ]);
  // The page of the mail folder shows temporary passwords, so no other machine may reach it (product 7).
  const onLoopback = isLoopback(config.host) && isLoopback(baseUrl.hostname);
  const showsMails = !mailUrl && database.kind === 'embedded' && onLoopback;
  const readMails = showsMails ? () => mailsInFolder(folder) : null;
  const app = createApp({
    database,
    clock,
    key,
    catalogs,
    secrets,
    ...jobs,
    readMails,
    baseUrl,
    trustedProxies,
    support,
    log,
  });
  const options = { fetch: app.fetch, port: config.port, hostname: config.host, serverOptions: connectionLimits };
  const server = serve(options, ({ port }) => {
    const address = config.port === 0 ? `http://localhost:${port}` : baseUrl.origin;
    console.log(`SOCE Usuarios atiende en ${address}`);
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    const portTaken = `El puerto ${config.port} ya está en uso. Indique otro con PORT.`;
    const otherFailure = `No se puede atender en ${config.host}:${config.port} (${error.code}). Revise HOST y PORT.`;
    console.error(error.code === 'EADDRINUSE' ? portTaken : otherFailure);
    process.exit(1);
  });
  const openResponses = new Set<ServerResponse>();
  server.prependListener('request', (_request: unknown, answer: ServerResponse) => {
    openResponses.add(answer);
    answer.once('close', () => openResponses.delete(answer));
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      closeClock();
      void close(server, openResponses, [jobs, database], log);
    });
  }
}

// Opens the database and migrates it; an empty embedded one also gets the demonstration data (product 7). Only a process
// with an embedded database loads that database and the demonstration, and makes its own key.
async function openReady({
  databaseUrl,
  dataFolder,
  key,
  host,
  baseUrl,
}: Config): Promise<{ database: Database; key: string }> {
  if (databaseUrl) {
    const untimed = openServer(databaseUrl, { statementTimeout: 0 });
    await checkReachable(untimed)
      .then(() => migrate(untimed))
      .finally(() => untimed.close());
    return { database: openServer(databaseUrl), key: key ?? '' };
  }
  const { openEmbedded } = await import('./data/database/embedded.ts');
  const { embeddedKey } = await import('./data/database/embedded-key.ts');
  const { loadDemonstration } = await import('./data/demo/load.ts');
  // The demonstration has an administrator with a known password, so nobody else may reach it (product 7).
  const onlyHere = isLoopback(host) && isLoopback(baseUrl.hostname) && baseUrl.protocol === 'http:';
  const fill = async (database: Database) => {
    await migrate(database);
    if (onlyHere && (await isEmpty(database))) await loadDemonstration(database, new Date());
  };
  const database = await openEmbedded(dataFolder, fill);
  await fill(database);
  return { database, key: key ?? embeddedKey(dataFolder) };
}

// Finishes the running requests and jobs, refuses new ones, and cuts off connections at the deadline (F3). Ends with 1 if
// a request was cut off.
async function close(
  server: ReturnType<typeof serve>,
  openResponses: Set<ServerResponse>,
  [jobs, database]: [RunningJobs, Database],
  log: Logger,
): Promise<void> {
  log.info('closing');
  let cutOff = 0;
  setTimeout(() => {
    cutOff = openResponses.size;
    if (cutOff > 0) log.warn({ requests: cutOff }, 'requests were cut off');
    if ('closeAllConnections' in server) server.closeAllConnections();
  }, closingTime);
  setTimeout(() => process.exit(1), hardEnd);
  // A kept-alive connection would send further requests and keep the process from ending.
  for (const answer of openResponses) answer.shouldKeepAlive = false;
  await Promise.all([new Promise((resolve) => server.close(resolve)), jobs.close()]);
  await database.close();
  process.exit(cutOff === 0 ? 0 : 1);
}
