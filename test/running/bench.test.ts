import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loads } from '../../bench/loads.ts';

const root = join(import.meta.dirname, '..', '..');
const tsx = createRequire(import.meta.url).resolve('tsx/cli');

// Nobody runs the bench for weeks, and meanwhile what it sends may come to be refused. Without rounds it only proves.
test('The bench proves each of its requests on the product and on its floor', async () => {
  const env = { ...process.env, BENCH_ROUNDS: '0' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [tsx, 'bench/bench.ts'], { cwd: root, env });
  expect(stderr).toBe('');
  for (const { name } of loads) expect(stdout).toContain(name);
}, 180_000);
