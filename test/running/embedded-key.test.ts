import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { claimKey, rotateKey } from '../../src/data/outside/server-key.ts';
import { deriveSecrets } from '../../src/data/secrets/derived.ts';
import { commandLine } from '../support/server/command-line.ts';
import { inFolder } from '../support/server/database.ts';
import { refusedStart, startProduct } from '../support/server/product.ts';
import { registerMunicipality } from './municipality.ts';

const { soce, migrated, untouched } = commandLine();
const present = 'a1'.repeat(32);
const next = 'b2'.repeat(32);

let original: string;
beforeAll(async () => {
  original = await migrated();
  await inFolder(original, async (database) => {
    await registerMunicipality(database);
    await claimKey(database, secretsOf(present), new Date());
  });
  writeFileSync(join(original, 'soce.key'), present);
}, 60_000);

describe('soce key rotate on the embedded database', { timeout: 60_000 }, () => {
  test('makes a new key, readable for its owner alone, with which the next start goes on', async () => {
    const folder = copied();
    expect(JSON.parse((await soce(folder, 'key', 'rotate', '--json')).out)).toMatchObject({ rotated: true });
    expect(keyIn(folder)).toMatch(/^[0-9a-f]{64}$/);
    expect(keyIn(folder)).not.toBe(present);
    expect(statSync(join(folder, 'soce.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.startsWith('soce.key'))).toEqual(['soce.key']);
    const product = await startProduct({ SOCE_DATA_DIR: folder });
    product.kill('SIGTERM');
    expect((await product.ended).code).toBe(0);
  });

  test('takes SOCE_KEY where it is set, and leaves the file alone', async () => {
    const folder = copied();
    expect((await soce({ SOCE_DATA_DIR: folder, SOCE_KEY: next }, 'key', 'rotate')).code).toBe(0);
    expect(keyIn(folder)).toBe(present);
    expect((await soce({ SOCE_DATA_DIR: folder, SOCE_KEY: next }, 'menu', 'list')).code).toBe(0);
    expect((await soce(folder, 'menu', 'list')).err).toMatch(/SOCE_KEY .+soce\.key.+key rotate/);
  });

  test('that was cut off before the database took the next key leaves the present one', async () => {
    const folder = copied();
    writeFileSync(join(folder, 'soce.key.next'), next);
    expect((await soce(folder, 'menu', 'list')).code).toBe(0);
    expect(keyIn(folder)).toBe(present);
    expect(existsSync(join(folder, 'soce.key.next'))).toBe(false);
  });

  test('that was cut off after the database took the next key goes on with it', async () => {
    const folder = copied();
    writeFileSync(join(folder, 'soce.key.next'), next);
    await inFolder(folder, (database) => rotateKey(database, secretsOf(next), new Date()));
    expect((await soce(folder, 'menu', 'list')).code).toBe(0);
    expect(keyIn(folder)).toBe(next);
  });
});

describe('A key file', { timeout: 60_000 }, () => {
  test('that is lost is not made anew: the start is refused, until the key is rotated', async () => {
    const folder = copied();
    rmSync(join(folder, 'soce.key'));
    const { code, output } = await refusedStart({ SOCE_DATA_DIR: folder });
    expect(output).toMatch(/^Falta el archivo .+soce\.key con la clave de la base de datos\. .+key rotate.+\.\n$/);
    expect(code).toBe(1);
    expect(existsSync(join(folder, 'soce.key'))).toBe(false);
    expect((await soce(folder, 'key', 'rotate')).code).toBe(0);
    expect((await soce(folder, 'menu', 'list')).code).toBe(0);
  });

  test('of another database is refused', async () => {
    const folder = copied();
    writeFileSync(join(folder, 'soce.key'), next);
    const { code, output } = await refusedStart({ SOCE_DATA_DIR: folder });
    expect(output).toMatch(/^La clave de este proceso \(SOCE_KEY o el archivo soce\.key\) no es .+key rotate».\n$/);
    expect(code).toBe(1);
  });
});

function copied(): string {
  const folder = untouched();
  cpSync(original, folder, { recursive: true });
  return folder;
}

function keyIn(folder: string): string {
  return readFileSync(join(folder, 'soce.key'), 'utf8');
}

function secretsOf(key: string) {
  return deriveSecrets(Buffer.from(key, 'hex'));
}
