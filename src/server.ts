import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import { createApp } from './app.tsx';
import { type Config, ConfigError, readConfig } from './config.ts';
import { type Database, isReachable, migrate } from './data/database/database.ts';
import { embeddedKey, openEmbedded } from './data/database/embedded.ts';
import { DatabaseError } from './data/database/errors.ts';
import { FolderInUse } from './data/database/folder-lock.ts';
import { checkRuntimeRole } from './data/database/role-check.ts';
import { openServer } from './data/database/server.ts';
import { loadDemonstration } from './data/demo/load.ts';
import { readCatalogs } from './data/outside/catalogs.ts';
import { isEmpty } from './data/outside/entities.ts';
import { mailsInFolder } from './data/outside/mail-folder.ts';
import { deriveSecrets } from './data/secrets/derived.ts';
import { isLoopback } from './jobs/mail-transport.ts';
import { type RunningJobs, startJobs } from './jobs/start.ts';

const closingTime = 9_000;

// Somebody on 3G sends a form in a few seconds; who takes longer than this holds a connection for nothing (R5).
const requestLimits = { headersTimeout: 10_000, requestTimeout: 30_000 };

try {
  await start(readConfig());
} catch (error) {
  const foreseen = error instanceof ConfigError || error instanceof DatabaseError || error instanceof FolderInUse;
  console.error(foreseen ? error.message : error);
  process.exit(1);
}

async function start(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel, base: null });
  const database = await openReady(config);
  const warning = await checkRuntimeRole(database);
  if (warning) log.warn(warning);
  const key = Buffer.from(config.key ?? embeddedKey(config.dataFolder), 'hex');
  const secrets = deriveSecrets(key);
  const { baseUrl, support, mailUrl } = config;
  const clock = () => new Date();
  const folder = join(config.dataFolder, 'correo');
  const jobs = await startJobs({
    database,
    secrets,
    clock,
    baseUrl,
    mailUrl,
    from: config.mailFrom,
    folder,
    log,
  });
  // On a machine of one's own the mails can be read where they are written; nobody else may ever see that page.
  const secluded = isLoopback(config.host) && isLoopback(baseUrl.hostname);
  const readable = !mailUrl && database.kind === 'embedded' && secluded;
  const readMails = readable ? () => mailsInFolder(folder) : null;
  const catalogs = await readCatalogs(database);
  const app = createApp({ database, clock, key, catalogs, secrets, ...jobs, readMails, baseUrl, support, log });
  const options = { fetch: app.fetch, port: config.port, hostname: config.host, serverOptions: requestLimits };
  const server = serve(options, ({ port }) => {
    const address = config.port === 0 ? `http://localhost:${port}` : baseUrl.origin;
    console.log(`SOCE Usuarios atiende en ${address}`);
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    const taken = `El puerto ${config.port} ya está en uso. Indique otro con PORT.`;
    const other = `No se puede atender en ${config.host}:${config.port} (${error.code}). Revise HOST y PORT.`;
    console.error(error.code === 'EADDRINUSE' ? taken : other);
    process.exit(1);
  });
  const answering = new Set<ServerResponse>();
  server.prependListener('request', (_request: unknown, answer: ServerResponse) => {
    answering.add(answer);
    answer.once('close', () => answering.delete(answer));
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void close(server, answering, [jobs, database], log));
  }
}

// Up to date before the first request; an empty embedded database also gets the demonstration (product 7).
async function openReady({ databaseUrl, dataFolder }: Config): Promise<Database> {
  if (databaseUrl) {
    const unhurried = openServer(databaseUrl, { unhurried: true });
    if (!(await isReachable(unhurried))) {
      throw new DatabaseError(
        'La base de datos de DATABASE_URL no responde. Revise la dirección y que esté en marcha.',
      );
    }
    await migrate(unhurried).finally(() => unhurried.close());
    return openServer(databaseUrl);
  }
  const fill = async (database: Database) => {
    await migrate(database);
    if (await isEmpty(database)) await loadDemonstration(database, new Date());
  };
  const database = await openEmbedded(dataFolder, fill);
  await fill(database);
  return database;
}

// What runs is finished, what is new is refused (F3); who has not finished sending by then is cut off.
async function close(
  server: ReturnType<typeof serve>,
  answering: Set<ServerResponse>,
  [jobs, database]: [RunningJobs, Database],
  log: Logger,
): Promise<void> {
  log.info('closing');
  const overdue = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), closingTime);
  // Kept alive, a connection with a request under way would bring the next one and hold the process.
  for (const answer of answering) answer.shouldKeepAlive = false;
  await Promise.all([new Promise((resolve) => server.close(resolve)), jobs.close()]);
  clearTimeout(overdue);
  await database.close();
  process.exit(0);
}
