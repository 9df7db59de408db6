import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { createServer } from './app.tsx';
import { type Config, ConfigError, readConfig } from './config.ts';
import { openClock } from './data/database/clock.ts';
import { DataFolderError, inDataFolder } from './data/database/data-folder.ts';
import { type Database, migrate } from './data/database/database.ts';
import { checkReachable } from './data/database/database-faults.ts';
import { checkKeyFile, embeddedKey } from './data/database/embedded-key.ts';
import { DatabaseError } from './data/database/errors.ts';
import { checkRuntimeRole } from './data/database/role-check.ts';
import { openServer } from './data/database/server.ts';
import { readCatalogs } from './data/outside/catalogs.ts';
import { isEmpty } from './data/outside/entities.ts';
import { mailsInFolder } from './data/outside/mail-folder.ts';
import { claimKey, keyTest, watchKey } from './data/outside/server-key.ts';
import { deriveSecrets } from './data/secrets/derived.ts';
import { isLoopback } from './domain/address.ts';
import { type RunningJobs, startJobs } from './jobs/start.ts';
import { openOutput } from './log-output.ts';

// A stopped process has ten seconds to end (F3). Requests have nine of them; what then hangs over the connections to a
// silent database has half a second more.
const closingTime = 9_000;
const hardEnd = 9_500;

// The process speaks http alone, so https means a proxy, whose address would stand for all people (T2).
const noProxies =
  'BASE_URL is https and SOCE_TRUSTED_PROXIES names no proxy: limits and incidents take the proxy for every client.';

try {
  const config = readConfig();
  await start(config).catch((error: unknown) => {
    throw config.databaseUrl ? error : inDataFolder(config.dataFolder, error);
  });
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof DatabaseError || error instanceof DataFolderError;
  console.error(expected ? error.message : error);
  process.exit(1);
}

async function start(config: Config): Promise<void> {
  const output = openOutput();
  const log = pino({ level: config.logLevel, base: null }, output);
  const database = await openReady(config);
  const { baseUrl, support, mailUrl, trustedProxies } = config;
  const { clock, close: closeClock } = await openClock(database);
  const key = await openKey(database, config);
  const secrets = deriveSecrets(key);
  await claimKey(database, secrets, clock());
  const folder = join(config.dataFolder, 'correo');
  const warning = await checkRuntimeRole(database);
  if (warning) log.warn(warning);
  if (baseUrl.protocol === 'https:' && trustedProxies.length === 0) log.warn(noProxies);
  const catalogs = await readCatalogs(database);
  const jobs = await startJobs({
    database,
    secrets,
    catalogs,
    clock,
    baseUrl,
    mailUrl,
    from: config.mailFrom,
    folder,
    log,
  });
  // The page of the mail folder shows temporary passwords, so no other machine may reach it (product 7).
  const onOwnMachine = database.kind === 'embedded' && isLoopback(config.host) && isLoopback(baseUrl.hostname);
  const readMails = onOwnMachine && !mailUrl ? () => mailsInFolder(folder) : null;
  const openAnswers = new Set<ServerResponse>();
  const parts = {
    database,
    clock,
    key,
    catalogs,
    secrets,
    ...jobs,
    onOwnMachine,
    readMails,
    baseUrl,
    trustedProxies,
    support,
    log,
  };
  const server = createServer(parts, openAnswers);
  listen(server, config, output);
  server.prependListener('request', (_, answer) => {
    openAnswers.add(answer);
    answer.once('close', () => openAnswers.delete(answer));
  });
  const end = (exitCode: 0 | 1) => {
    closeClock();
    endWatch();
    void close(server, openAnswers, [jobs, database], log).then((cutOff) => process.exit(cutOff ? 1 : exitCode));
  };
  const endWatch = watchKey(database, secrets, (fault) => {
    log.fatal(fault);
    end(1);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end(0));
}

// Says the address once it is served; a port or host that can't be had ends the process with a sentence.
function listen(server: Server, { port, host, baseUrl }: Config, output: ReturnType<typeof openOutput>): void {
  server.listen(port, host, () => {
    const taken = server.address() as AddressInfo;
    const address = port === 0 ? `http://localhost:${taken.port}` : baseUrl.origin;
    output.write(`SOCE Usuarios atiende en ${address}\n`);
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    const portTaken = `El puerto ${port} ya está en uso. Indique otro con PORT.`;
    const otherFailure = `No se puede atender en ${host}:${port} (${error.code}). Revise HOST y PORT.`;
    console.error(error.code === 'EADDRINUSE' ? portTaken : otherFailure);
    process.exit(1);
  });
}

// Opens the database and migrates it; an empty embedded one also gets the demonstration data (product 7). Only a process
// with an embedded database loads that database and the demonstration.
async function openReady({ databaseUrl, dataFolder, key, host, baseUrl }: Config): Promise<Database> {
  if (databaseUrl) {
    const untimed = openServer(databaseUrl, { statementTimeout: 0 });
    await checkReachable(untimed)
      .then(() => migrate(untimed, sayMigrations))
      .finally(() => untimed.close());
    return openServer(databaseUrl);
  }
  const { openEmbedded } = await import('./data/database/embedded.ts');
  const { loadDemonstration } = await import('./data/demo/load.ts');
  // The demonstration has an administrator with a known password, so nobody else may reach it (product 7).
  const onlyHere = isLoopback(host) && isLoopback(baseUrl.hostname) && baseUrl.protocol === 'http:';
  const fill = async (database: Database) => {
    if (!key) checkKeyFile(dataFolder);
    await migrate(database, sayMigrations);
    if (!onlyHere || !(await isEmpty(database))) return;
    console.log('Se cargan los datos de demostración, que tardan unos segundos.');
    await loadDemonstration(database, new Date());
  };
  const database = await openEmbedded(dataFolder, fill);
  await fill(database);
  return database;
}

// Without SOCE_KEY the embedded database has its own key, in its folder.
async function openKey(database: Database, { key, dataFolder }: Config): Promise<Buffer> {
  return Buffer.from(key ?? embeddedKey(dataFolder, await keyTest(database)), 'hex');
}

// Only what takes long is said, so that a start that fails says one sentence.
function sayMigrations(missing: number): void {
  console.log(`Se pone al día el esquema de la base de datos (migraciones: ${missing}).`);
}

// Finishes the running requests and jobs, refuses new ones, and cuts off connections at the deadline (F3). Whatever
// stands still by then doesn't keep the process. Gives the number of requests that were cut off.
async function close(
  server: Server,
  openAnswers: Set<ServerResponse>,
  [jobs, database]: [RunningJobs, Database],
  log: Logger,
): Promise<number> {
  log.info('closing');
  let cutOff = 0;
  setTimeout(() => {
    cutOff = openAnswers.size;
    if (cutOff > 0) log.warn({ requests: cutOff }, 'requests were cut off');
    server.closeAllConnections();
  }, closingTime);
  setTimeout(() => process.exit(1), hardEnd);
  // A kept-alive connection would send further requests and keep the process from ending.
  for (const answer of openAnswers) answer.shouldKeepAlive = false;
  await Promise.all([new Promise((resolve) => server.close(resolve)), jobs.close()]);
  await database.close();
  return cutOff;
}
