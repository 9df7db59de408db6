import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inFolder, layMigrated } from '../support/server/database.ts';
import { refusedStart, startProduct } from '../support/server/product.ts';
import { registerMunicipality } from './municipality.ts';

const scratch = mkdtempSync(join(tmpdir(), 'soce-data-folder-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('The data folder', () => {
  const folder = join(scratch, 'data');
  const environment = { SOCE_DATA_DIR: folder };
  const keyFile = () => readFileSync(join(folder, 'soce.key'), 'utf8');
  const other = createServer();
  let taken: AddressInfo;
  let made: string;
  beforeAll(async () => {
    // Filled beforehand, because the demonstration data take long.
    await layMigrated(folder);
    await inFolder(folder, registerMunicipality);
    chmodSync(folder, 0o755);
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    taken = other.address() as AddressInfo;
  });
  afterAll(() => void other.close());

  test('is used by one process; a second one is refused with the names of both', { timeout: 120_000 }, async () => {
    const first = await startProduct(environment);
    const second = await refusedStart(environment);
    expect(second.code).toBe(1);
    expect(second.output).toBe(
      `La carpeta de datos ${folder} ya está en uso por el proceso ${first.process.pid}. ` +
        'Termine ese proceso o indique otra carpeta con SOCE_DATA_DIR.\n',
    );
    expect((await first.visitor().get('/salud/listo')).status).toBe(200);
    made = keyFile();
    first.kill('SIGKILL');
    await first.ended;
  });

  test('is free again when its process is killed', { timeout: 120_000 }, async () => {
    expect(readFileSync(join(folder, 'soce.pid'), 'utf8')).toMatch(/^\d+\n$/);
    const next = await startProduct(environment);
    expect((await next.visitor().get('/salud/listo')).status).toBe(200);
    expect(readFileSync(join(folder, 'soce.pid'), 'utf8')).toBe(`${next.process.pid}\n`);
    next.kill('SIGTERM');
    expect(await next.ended).toEqual({ code: 0, signal: null });
  });

  test('is its owner’s alone, whoever made it', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test.for([
    ['empty', ''],
    ['short', 'ab'.repeat(31)],
    ['no number', 'x'.repeat(64)],
  ])('with a key that is %s refuses the start in one sentence', { timeout: 60_000 }, async ([, key = '']) => {
    const damaged = join(scratch, `key-${key.length}-${key[0] ?? ''}`);
    mkdirSync(damaged, { mode: 0o777 });
    writeFileSync(join(damaged, 'soce.key'), key);
    const { code, output } = await refusedStart({ SOCE_DATA_DIR: damaged, HOST: '0.0.0.0' });
    expect(output.trimEnd()).toMatch(
      /^El archivo .+soce\.key no tiene los 64 dígitos hexadecimales de la clave\. .+\.$/,
    );
    expect(code).toBe(1);
    expect(statSync(damaged).mode & 0o777).toBe(0o700);
  });

  test('keeps the key of the first start, readable for its owner alone', () => {
    expect(keyFile()).toBe(made);
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(join(folder, 'soce.key')).mode & 0o777).toBe(0o600);
  });

  test.for<[title: string, environment: () => Record<string, string>, sentence: RegExp]>([
    [
      'a port in use',
      () => ({ PORT: String(taken.port) }),
      /^El puerto \d+ ya está en uso\. Indique otro con PORT\.\n$/,
    ],
    [
      'an address of another machine',
      () => ({ HOST: '203.0.113.1' }),
      /^No se puede atender en 203\.0\.113\.1:0 .+ HOST y PORT\.\n$/,
    ],
  ])('is released by a start that fails because of %s', async ([, more, sentence]) => {
    const { code, output } = await refusedStart({ ...environment, ...more() });
    expect(output).toMatch(sentence);
    expect(code).toBe(1);
  });
});
