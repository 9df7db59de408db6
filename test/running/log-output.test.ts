import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, type ExpectStatic, expect, test } from 'vitest';
import { Visitor } from '../support/browser/visitor.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { freePort } from '../support/server/free-port.ts';
import { builtProduct, type Product } from '../support/server/product.ts';
import { administratorAt, key, registerMunicipality } from './municipality.ts';

let database: FreshDatabase;
const folder = mkdtempSync(join(tmpdir(), 'soce-log-output-'));
const started: Started[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await registerMunicipality(database);
});
afterAll(async () => {
  for (const { kill, ended } of started) {
    kill('SIGKILL');
    await ended;
  }
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

// A pipe holds 64 kB, and the product keeps a megabyte of lines for a reader that is slow.
const longPath = `/${'a'.repeat(7_000)}`;
const moreThanIsKept = 200;

describe.concurrent('The product goes on and ends with 0 while its log', { timeout: 60_000 }, () => {
  test('is a full disk', async ({ expect }) => {
    const product = await start(openSync('/dev/full', 'w'));
    await goesOn(product, expect);
    await endsInTime(product, expect);
  });

  test('is a pipe that nobody reads', async ({ expect }) => {
    const product = await start(openSync(pipe('unread'), 'r+'));
    for (let sent = 0; sent < moreThanIsKept; sent += 1) await product.visitor().get(longPath);
    await goesOn(product, expect);
    await endsInTime(product, expect);
  });

  test('is a pipe whose reader has gone', async ({ expect }) => {
    const path = pipe('closed');
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const product = await start(openSync(path, 'w'));
    closeSync(reader);
    await goesOn(product, expect);
    await endsInTime(product, expect);
  });

  test('is closed', async ({ expect }) => {
    const product = await start('closed');
    await goesOn(product, expect);
    await endsInTime(product, expect);
  });
});

test('A pipe that is read again has every line, or the number of those that were dropped in their place', {
  timeout: 60_000,
}, async () => {
  const path = pipe('resumed');
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const product = await start(openSync(path, 'w'));
  const visitor = product.visitor();
  read(reader);
  for (let sent = 0; sent < moreThanIsKept; sent += 1) await visitor.get(`${longPath}${sent}`);

  let output = '';
  while (!output.includes('lines dropped')) {
    output += read(reader);
    await wait(10);
  }
  await visitor.get('/ingreso');
  while (!output.includes('"/ingreso"')) {
    output += read(reader);
    await wait(10);
  }
  const lines = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const kept = lines.filter(({ path }) => path?.startsWith(longPath)).map(({ path }) => path.slice(longPath.length));
  expect(kept).toEqual(kept.map((_, place) => String(place)));
  expect(lines.slice(kept.length)).toEqual([
    { level: 40, time: expect.any(Number), msg: `${moreThanIsKept - kept.length} lines dropped` },
    expect.objectContaining({ path: '/ingreso' }),
  ]);
  // The last of them was kept for a while, far more than the pipe holds.
  expect(kept.length * longPath.length).toBeGreaterThan(512 * 1024);
  await endsInTime(product, expect);
});

test('A process that is killed leaves the line of each request that it has answered', async () => {
  const path = join(folder, 'killed.log');
  const product = await start(openSync(path, 'w'));
  const visitor = product.visitor();
  for (let sent = 0; sent < 50; sent += 1) await visitor.get(`/${sent}`);
  product.kill('SIGKILL');
  await product.ended;
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'));
  expect(lines.map((line) => JSON.parse(line).path).filter((path) => /^\/\d+$/.test(path))).toHaveLength(50);
});

type Started = Pick<Product, 'baseUrl' | 'visitor' | 'kill' | 'ended'>;

// Starts the product with this as its standard output, which doesn't tell its port.
async function start(output: number | 'closed'): Promise<Started> {
  const port = await freePort();
  const environment = { PATH: process.env.PATH ?? '', PORT: String(port), DATABASE_URL: database.url, SOCE_KEY: key };
  const program = [process.execPath, join(builtProduct(), 'dist/src/server.js')];
  const child = spawn('sh', ['-c', output === 'closed' ? 'exec "$@" >&-' : 'exec "$@"', 'sh', ...program], {
    env: environment,
    stdio: ['ignore', output === 'closed' ? 'ignore' : output, 'inherit'],
  });
  if (output !== 'closed') closeSync(output);
  const baseUrl = new URL(`http://127.0.0.1:${port}`);
  const product: Started = {
    baseUrl,
    visitor: () => new Visitor(baseUrl, { weigh: false }),
    kill: (signal) => void child.kill(signal),
    ended: once(child, 'exit').then(() => ({ code: child.exitCode, signal: child.signalCode })),
  };
  started.push(product);
  for (let tries = 0; tries < 400; tries += 1) {
    if (await fetch(new URL('/salud', baseUrl)).catch(() => null)) break;
    await wait(50);
  }
  return product;
}

async function goesOn(product: Started, expect: ExpectStatic): Promise<void> {
  const administrator = await administratorAt(product);
  for (let sent = 0; sent < 20; sent += 1) {
    expect((await administrator.get('/administracion/usuarios')).status).toBe(200);
  }
}

async function endsInTime(product: Started, expect: ExpectStatic): Promise<void> {
  const asked = performance.now();
  product.kill('SIGTERM');
  const ending = await Promise.race([product.ended, wait(12_000, 'still running')]);
  expect(ending).toEqual({ code: 0, signal: null });
  // Requests under way are given nine seconds (F3): what ends so soon has ended by itself.
  expect(performance.now() - asked).toBeLessThan(3_000);
}

function pipe(name: string): string {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  return path;
}

// Reads what stands in a pipe.
function read(reader: number): string {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024);
    try {
      const size = readSync(reader, chunk);
      if (size === 0) break;
      chunks.push(chunk.subarray(0, size));
    } catch {
      break;
    }
  }
  return Buffer.concat(chunks).toString();
}
