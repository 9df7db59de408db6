import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { execute } from './postgres.ts';

/** Says whether PgBouncer is installed, as Debian's package does. */
export const hasPgBouncer = spawnSync('pgbouncer', ['--version']).status === 0;

/** A PgBouncer before a database; `url` leads through it. */
export type PgBouncer = { url: string; end(): Promise<void> };

/** Starts PgBouncer before a database, with two connections to its server and further settings. */
export async function startPgBouncer(
  databaseUrl: string,
  mode: 'session' | 'transaction',
  settings: string[] = [],
): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'soce-pgbouncer-'));
  const port = await freePort();
  const { username, password, hostname, port: serverPort, pathname } = new URL(databaseUrl);
  const database = pathname.slice(1);
  const users = join(folder, 'users');
  writeFileSync(users, `"${username}" "${password}"\n`);
  const lines = [
    '[databases]',
    `${database} = host=${hostname} port=${serverPort} dbname=${database}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = plain',
    `auth_file = ${users}`,
    `pool_mode = ${mode}`,
    `default_pool_size = ${mode === 'session' ? 20 : 2}`,
    ...settings,
  ];
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(file, lines.join('\n'));
  // PgBouncer refuses to run as root.
  const root = process.getuid?.() === 0;
  const nobody = Number(spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout);
  for (const path of root ? [folder, users, file] : []) chownSync(path, nobody, nobody);
  const pooler = spawn('pgbouncer', ['-q', ...(root ? ['-u', 'nobody'] : []), file], { cwd: '/', stdio: 'ignore' });
  const url = new URL(databaseUrl);
  url.port = String(port);
  const deadline = Date.now() + 30_000;
  while (
    !(await execute(url.href, ['select 1']).then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error('PgBouncer did not start.');
    await wait(50);
  }
  return {
    url: url.href,
    async end() {
      const ended = once(pooler, 'exit');
      pooler.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
