import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/data/database/database.ts';
import { checkReachable } from '../../src/data/database/database-faults.ts';
import { openServer } from '../../src/data/database/server.ts';
import { type PostgresServer, startPostgres } from '../support/server/postgres.ts';

// Roles belong to a whole server, so these tests start another one.
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  await server.asAdmin(`create database soce owner ${server.owner}`);
});
afterAll(() => server?.end());

test.for<[fault: string, change: (url: URL) => void, sentence: RegExp]>([
  ['nobody listens', (url) => Object.assign(url, { port: '1' }), /no responde\. Revise la dirección/],
  ['the name isn’t found', (url) => Object.assign(url, { hostname: 'nadie.invalid' }), /cuyo nombre no se encuentra\./],
  ['the password is wrong', (url) => Object.assign(url, { password: 'otra' }), /no acepta la contraseña\./],
  ['the database doesn’t exist', (url) => Object.assign(url, { pathname: '/nada' }), /no existe en ese servidor\./],
])('A start says in a sentence that %s', { timeout: 30_000 }, async ([, change, sentence]) => {
  const url = new URL(server.ownerUrl('soce'));
  change(url);
  const database = openServer(url.href);
  await expect(checkReachable(database)).rejects.toThrow(sentence);
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
