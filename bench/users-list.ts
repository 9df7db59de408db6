import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { migrate } from '../src/data/database/database.ts';
import { openServer } from '../src/data/database/server.ts';
import { type PostgresServer, startPostgres } from '../test/support/server/postgres.ts';
import { measured, populate } from './population.ts';

// Measures the users list (50 of 1,000 users, with 2,000 other entities of 50 users each, over 16 connections): lists a
// second from one process, CPU time in Node and in PostgreSQL, and the share of policies and transaction. The product
// runs on the first processor, the database and the load on the others. Linux only, because it reads /proc.
const seconds = Number(process.env.BENCH_SECONDS ?? 10);
const connections = 16;
const ticksPerSecond = 100;
const otherProcessors = `1-${availableParallelism() - 1}`;
const build = join(import.meta.dirname, '..', 'dist', 'bench', 'serve.js');

pin(process.pid, otherProcessors);
const postgres = await startPostgres();
try {
  await postgres.asAdmin(`create database bench owner ${postgres.owner}`);
  const url = postgres.ownerUrl('bench');
  const database = openServer(url, { statementTimeout: 0 });
  await migrate(database);
  await populate(database);
  await database.close();
  const rounds: (Awaited<ReturnType<typeof round>> & { mode: string; encoding: string })[] = [];
  // Alternates, so that a slow moment of the machine doesn't fall on one mode alone.
  for (const mode of ['scoped', 'plain', 'scoped', 'plain'] as const) {
    rounds.push({ mode, encoding: 'br', ...(await round(url, mode, postgres, 'br')) });
  }
  rounds.push({ mode: 'scoped', encoding: 'none', ...(await round(url, 'scoped', postgres, 'identity')) });
  console.table(rounds);
  const speed = (mode: string) =>
    Math.max(...rounds.filter((one) => one.mode === mode && one.encoding === 'br').map((one) => one['lists/s']));
  console.log(`Scoped against plain: ${Math.round((100 * speed('scoped')) / speed('plain'))} %`);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  // Keeps this process alive until the database server has stopped.
  const waiting = setInterval(() => {}, 1_000);
  await postgres.end();
  clearInterval(waiting);
}

async function round(url: string, mode: string, server: PostgresServer, encoding: string) {
  const product = fork(build, [mode], {
    execArgv: ['--max-semi-space-size=32'],
    env: { ...process.env, DATABASE_URL: url, NODE_ENV: 'production' },
  });
  try {
    const [port] = (await once(product, 'message')) as [number];
    pin(product.pid, '0');
    for (const pid of postgresProcesses(server)) pin(pid, otherProcessors);
    const list = `http://127.0.0.1:${port}/administracion/usuarios?filas=50`;
    const headers = { cookie: await signIn(port), 'accept-encoding': encoding };
    await load(list, headers, 2);
    const before = { node: cpuSeconds(product.pid), postgres: postgresSeconds(server) };
    const { requests, non2xx, latency } = await load(list, headers, seconds);
    const lists = requests.total;
    return {
      'lists/s': Math.round(requests.average),
      'Node CPU s per 1,000': per1000(cpuSeconds(product.pid) - before.node, lists),
      'PostgreSQL CPU s per 1,000': per1000(postgresSeconds(server) - before.postgres, lists),
      'p99 ms': latency.p99,
      refused: non2xx,
    };
  } finally {
    product.kill('SIGKILL');
  }
}

function load(url: string, headers: Record<string, string>, duration: number) {
  return autocannon({ url, headers, connections, duration });
}

function pin(pid: number | undefined, processors: string): void {
  spawnSync('taskset', ['-a', '-p', '-c', processors, String(pid)]);
}

async function signIn(port: number): Promise<string> {
  const address = `http://127.0.0.1:${port}/ingreso`;
  const page = await fetch(address);
  const visitor = page.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const token = /name="_token" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const answer = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: visitor },
    body: new URLSearchParams({
      _token: token,
      ruc: measured.ruc,
      userName: measured.name,
      password: measured.password,
    }),
  });
  const session = answer.headers.getSetCookie().find((cookie) => /^soce=[\w-]{43};/.test(cookie));
  if (!session) throw new Error(`Signing in answered ${answer.status}.`);
  return session.split(';')[0] ?? '';
}

function per1000(cpu: number, lists: number): number {
  return Number(((1_000 * cpu) / lists).toFixed(2));
}

function postgresSeconds(server: PostgresServer): number {
  return postgresProcesses(server)
    .map((pid) => cpuSeconds(pid))
    .reduce((sum, one) => sum + one, 0);
}

function postgresProcesses(server: PostgresServer): number[] {
  const folder = join(server.folder, 'data');
  const postmaster = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return [postmaster, ...processes.filter((pid) => parentOf(pid) === postmaster)];
}

function cpuSeconds(pid: number | undefined): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1]);
}

// Reads the fields after the process's name, which may contain spaces.
function statOf(pid: number | undefined): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
