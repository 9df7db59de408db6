import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, inject, test } from 'vitest';
import { openServer } from '../../src/data/database/server.ts';
import { claimKey } from '../../src/data/outside/server-key.ts';
import { deriveSecrets } from '../../src/data/secrets/derived.ts';
import { type Contents, contents } from '../support/server/contents.ts';
import { inFolder, layMigrated } from '../support/server/database.ts';
import { execute, type PostgresServer, startPostgres } from '../support/server/postgres.ts';
import { startProduct } from '../support/server/product.ts';
import { administratorAt, key, municipalityOn, registerMunicipality } from './municipality.ts';

let server: PostgresServer | undefined;
afterAll(() => server?.end());

// A sign-in changes these.
const movable = ['sessions', 'users', 'incidents', 'sign_in_failures', 'throttling', 'server_key'];

test('A dump that is restored on a server without soce_app starts, with the same rows and sign-ins', {
  timeout: 120_000,
}, async () => {
  server = await startPostgres();
  const url = await municipalityOn(server);
  const [before, rights] = [await rowsOn(url), await rightsOn(url)];
  expect(rights.length).toBeGreaterThan(20);
  // Leaves what a dump holds: it has no roles, so the rights and policies for soce_app fail and are lost.
  await execute(server.adminUrl('soce'), ['drop owned by soce_app', 'drop role soce_app']);
  const product = await startProduct({ DATABASE_URL: url, SOCE_KEY: key });
  const administrator = await administratorAt(product);
  expect((await administrator.open('/administracion/contactos')).text).toContain('Salgado');
  product.kill('SIGTERM');
  expect((await product.ended).code).toBe(0);
  expect(await rowsOn(url)).toEqual(before);
  expect(await rightsOn(url)).toEqual(rights);
});

test('A copied data folder starts, with the same rows and sign-ins', { timeout: 120_000 }, async () => {
  const [folder, copy] = ['of', 'copy'].map(() => mkdtempSync(join(inject('run').folder, 'restore-'))) as [
    string,
    string,
  ];
  await layMigrated(folder);
  const before = await inFolder(folder, async (database) => {
    await registerMunicipality(database);
    await claimKey(database, deriveSecrets(Buffer.from(key, 'hex')), new Date());
    return contents(database, ...movable);
  });
  writeFileSync(join(folder, 'soce.key'), key);
  cpSync(folder, copy, { recursive: true });
  const product = await startProduct({ SOCE_DATA_DIR: copy });
  await administratorAt(product);
  product.kill('SIGTERM');
  expect((await product.ended).code).toBe(0);
  expect(await inFolder(copy, (database) => contents(database, ...movable))).toEqual(before);
});

async function rowsOn(url: string): Promise<Contents> {
  const database = openServer(url);
  return contents(database, ...movable).finally(() => database.close());
}

/** Lists the rights of the scopes' role on tables, functions and schemas. */
async function rightsOn(url: string): Promise<string[]> {
  const database = openServer(url);
  const { rows } = await sql<{ text: string }>`
    select format('%s %s %s', table_schema, table_name, privilege_type) as text
      from information_schema.role_table_grants where grantee = 'soce_app' and table_schema = 'public'
    union select format('%s %s %s', routine_schema, routine_name, privilege_type)
      from information_schema.role_routine_grants where grantee = 'soce_app'
    union select format('public %s', has_schema_privilege('soce_app', 'public', 'usage'))
    order by 1`.execute(database.owner);
  await database.close();
  return rows.map(({ text }) => text);
}
