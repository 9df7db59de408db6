import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/data/database/database.ts';
import { checkReachable } from '../../src/data/database/database-faults.ts';
import { openServer } from '../../src/data/database/server.ts';
import { execute, type PostgresServer, startPostgres } from '../support/server/postgres.ts';

// Roles belong to a whole server, so these tests start another one.
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  await server.asAdmin(`create database soce owner ${server.owner}`);
  const { password } = new URL(server.ownerUrl('soce'));
  await server.asAdmin(
    `create role nologin nologin password '${password}'`,
    `create role full login connection limit 0 password '${password}'`,
    'create database closed',
    'revoke connect on database closed from public',
  );
  for (const [name, version] of Object.entries({ old: 149_999, oldest: 150_000 }))
    await disguise(name, version, password);
});
afterAll(() => server?.end());

test.for<[fault: string, change: (url: URL) => void, sentence: RegExp]>([
  [
    'nobody listens',
    (url) => Object.assign(url, { port: '1' }),
    /rechaza la conexión\. Revise la dirección y el puerto/,
  ],
  [
    'its socket doesn’t exist',
    (url) => url.searchParams.set('host', '/nada'),
    /un archivo o un socket que no existe\./,
  ],
  ['the name isn’t found', (url) => Object.assign(url, { hostname: 'nadie.invalid' }), /cuyo nombre no se encuentra\./],
  ['the password is wrong', (url) => Object.assign(url, { password: 'otra' }), /no acepta la contraseña\./],
  ['the password is missing', (url) => Object.assign(url, { password: '' }), /pide una contraseña\./],
  ['nobody has the name of the user', (url) => Object.assign(url, { username: 'nadie' }), /no acepta la contraseña/],
  ['the role may not sign in', (url) => Object.assign(url, { username: 'nologin' }), /no acepta al usuario\./],
  ['the role has no connection left', (url) => Object.assign(url, { username: 'full' }), /no admite más conexiones\./],
  ['the role may not connect', (url) => Object.assign(url, { pathname: '/closed' }), /le faltan derechos\./],
  ['the server has no TLS', (url) => url.searchParams.set('sslmode', 'require'), /no admite conexiones cifradas\./],
  ['the server is older than 15', (url) => Object.assign(url, { username: 'old' }), /es anterior a PostgreSQL 15\./],
  ['the database doesn’t exist', (url) => Object.assign(url, { pathname: '/nada' }), /no existe en ese servidor\./],
])('A start says in a sentence that %s', { timeout: 30_000 }, async ([, change, sentence]) => {
  const url = new URL(server.ownerUrl('soce'));
  change(url);
  const database = openServer(url.href);
  await expect(checkReachable(database)).rejects.toThrow(sentence);
  await database.close();
});

test('A start takes the oldest version that is good', async () => {
  const database = openServer(Object.assign(new URL(server.ownerUrl('soce')), { username: 'oldest' }).href);
  await expect(checkReachable(database)).resolves.toBeUndefined();
  await database.close();
});

test('A start says in a sentence that the database can only be read', async () => {
  await server.asAdmin(`alter role ${server.owner} in database soce set default_transaction_read_only = on`);
  const database = openServer(server.ownerUrl('soce'));
  await expect(migrate(database)).rejects.toThrow(/es de solo lectura\. Indique el servidor principal/);
  await database.close();
});

test('A start says in a sentence that the role may not make soce_app, and works once it may', async () => {
  await server.asAdmin("create role plain login password 'plain'");
  await server.asAdmin('create database plain owner plain');
  const url = new URL(server.ownerUrl('plain'));
  Object.assign(url, { username: 'plain', password: 'plain' });
  const database = openServer(url.href);
  await checkReachable(database);
  await expect(migrate(database)).rejects.toThrow(/^Al rol de DATABASE_URL le faltan derechos\. .+CREATEROLE/);
  await server.asAdmin('alter role plain createrole');
  expect((await migrate(database)).length).toBeGreaterThan(5);
  await database.close();
});

// Makes a role to which the server seems to have another version.
async function disguise(role: string, version: number, password: string): Promise<void> {
  const url = new URL(server.adminUrl('soce'));
  await execute(url.href, [
    `create role ${role} login password '${password}'`,
    `create schema ${role}`,
    `create function ${role}.current_setting(text) returns text language sql return '${version}'`,
    `grant usage on schema ${role} to ${role}`,
    `alter role ${role} set search_path = ${role}, pg_catalog`,
  ]);
}
