import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { type Product, startProduct } from '../support/server/product.ts';
import { administratorAt, key, registerMunicipality } from './municipality.ts';

let database: FreshDatabase;
let product: Product | undefined;
const sockets: Socket[] = [];
const proxy = createServer(forward);

beforeAll(async () => {
  database = await freshDatabase();
  await registerMunicipality(database);
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
});
afterAll(async () => {
  product?.kill('SIGKILL');
  await product?.ended;
  for (const socket of sockets) socket.destroy();
  proxy.close();
  await database?.close();
});

test('The product ends within 10 s of SIGTERM though a request waits for a database that has fallen silent', {
  timeout: 30_000,
}, async () => {
  const url = new URL(database.url);
  url.port = String((proxy.address() as AddressInfo).port);
  product = await startProduct({ DATABASE_URL: url.href, SOCE_KEY: key });
  const administrator = await administratorAt(product);
  for (const socket of sockets) socket.pause().unpipe();
  const asking = administrator.get('/administracion/usuarios').catch((error: Error) => error.message);
  await wait(200);

  const asked = performance.now();
  product.kill('SIGTERM');
  const ending = await Promise.race([product.ended, wait(15_000, 'still running')]);
  expect(ending).toEqual({ code: 0, signal: null });
  expect(performance.now() - asked).toBeLessThan(11_000);
  expect(await asking).toMatch(/socket hang up|ECONNRESET/);
});

function forward(client: Socket): void {
  const { hostname, port } = new URL(database.url);
  const server = connect(Number(port), hostname);
  for (const socket of [client, server]) socket.on('error', () => {});
  client.pipe(server);
  server.pipe(client);
  sockets.push(client, server);
}
