import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../architecture/source.ts';
import { builtProduct, type Product, startProduct } from '../support/server/product.ts';

const longestInstall = 180_000;

const folder = mkdtempSync(join(tmpdir(), 'soce-production-'));
let product: Product | undefined;

beforeAll(() => install(folder), longestInstall + 10_000);
afterAll(async () => {
  product?.kill('SIGKILL');
  await product?.ended;
  rmSync(folder, { recursive: true, force: true });
});

test('A production install starts with the embedded database and serves the sign-in page', {
  timeout: 60_000,
}, async () => {
  expect(existsSync(join(folder, 'node_modules/pino'))).toBe(true);
  expect(existsSync(join(folder, 'node_modules/vitest'))).toBe(false);

  product = await startProduct({ SOCE_DATA_DIR: join(folder, 'data'), NODE_ENV: 'production' }, folder);
  const visitor = product.visitor();
  expect((await visitor.get('/salud/listo')).status).toBe(200);
  const page = await visitor.open('/ingreso');
  expect(page.status).toBe(200);
  expect(page.text).toContain('Contraseña');

  product.kill('SIGTERM');
  expect(await product.ended).toEqual({ code: 0, signal: null });
});

/** Installs the compiled product with its production packages alone, as the image does. */
async function install(target: string): Promise<void> {
  for (const name of ['package.json', 'package-lock.json']) {
    cpSync(join(root, name), join(target, name), { recursive: true });
  }
  cpSync(join(builtProduct(), 'dist'), join(target, 'dist'), { recursive: true });
  const options = ['--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'];
  await promisify(execFile)('npm', ['ci', ...options], { cwd: target, timeout: longestInstall });
}
