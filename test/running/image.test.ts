import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { root } from '../architecture/source.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { builtProduct, startProduct } from '../support/server/product.ts';
import { key } from './municipality.ts';

// The commands of the image, run without it. An empty variable counts as missing, here as in the configuration.
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const start = commandAfter(/^CMD (\[.+\])$/m);
const healthCheck = commandAfter(/^HEALTHCHECK [^[]+CMD (\[.+\])$/m);
const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;

let database: FreshDatabase;
let child: ChildProcess | undefined;
const scratch = mkdtempSync(join(tmpdir(), 'soce-image-'));

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await database?.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('The health check of the image', () => {
  test.for<Record<string, string>>([{ PORT: '' }, {}, { PORT: '4321' }])(
    'asks the port on which the server listens with %j',
    async (environment) => {
      const spoken = 'globalThis.fetch = async (url) => (console.log(url), { ok: true })';
      const loader = `--import=data:text/javascript,${encodeURIComponent(spoken)}`;
      const { stdout } = await run(healthCheck, { ...environment, NODE_OPTIONS: loader });
      expect(stdout).toBe(`http://127.0.0.1:${readConfig(environment).port}/salud\n`);
    },
  );

  test('succeeds while the server lives, and fails afterwards', async () => {
    const product = await startProduct({ DATABASE_URL: database.url, SOCE_KEY: key });
    const PORT = product.baseUrl.port;
    expect((await run(healthCheck, { PORT })).code).toBe(0);
    product.kill('SIGKILL');
    await product.ended;
    expect((await run(healthCheck, { PORT })).code).toBe(1);
  });
});

describe('The command of the image', () => {
  test.for([
    [{}, '0.0.0.0'],
    [{ HOST: '' }, '0.0.0.0'],
    [{ HOST: '10.0.0.7' }, '10.0.0.7'],
  ] as const)('with %j has the server listen on %s', async ([environment, host]) => {
    const node = join(scratch, 'node');
    writeFileSync(node, '#!/bin/sh\necho "$HOST" "$@"\n', { mode: 0o755 });
    const { stdout } = await run(start, { ...environment, PATH: `${scratch}:${PATH}` });
    expect(stdout).toBe(`${host} --max-semi-space-size=32 dist/src/server.js\n`);
  });

  test('leads SIGTERM to the server', async () => {
    const [file = '', ...args] = start;
    const environment = { PATH, HOST: '127.0.0.1', PORT: '0', DATABASE_URL: database.url, SOCE_KEY: key };
    child = spawn(file, args, { cwd: builtProduct(), env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(child.stdout as Readable, 'data');
    expect(String(said)).toContain('SOCE Usuarios atiende en');
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect([child.exitCode, child.signalCode]).toEqual([0, null]);
  });
});

function commandAfter(line: RegExp): string[] {
  const [, command] = line.exec(dockerfile.replaceAll('\\\n', '')) ?? [];
  if (command === undefined) throw new Error(`The Dockerfile has no ${line}.`);
  return JSON.parse(command);
}

async function run([file = '', ...args]: string[], environment: Record<string, string>) {
  const running = promisify(execFile)(file, args, { env: { PATH, ...environment } });
  return running.then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }) => ({ code, stdout }),
  );
}
