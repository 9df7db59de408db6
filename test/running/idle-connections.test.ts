import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { type Product, startProduct } from '../support/server/product.ts';
import { fastest } from '../support/server/stopwatch.ts';
import { key } from './municipality.ts';

let database: FreshDatabase;
let product: Product;

beforeAll(async () => {
  database = await freshDatabase();
  product = await startProduct({ DATABASE_URL: database.url, SOCE_KEY: key, LOG_LEVEL: 'error' });
});
afterAll(async () => {
  product?.kill('SIGKILL');
  await product?.ended;
  await database?.close();
});

const nodesOwnLimit = 5_000;

test('An answer to htmx says nothing of its connection, which lives on', async () => {
  const reader = await open();
  for (const _ of ['first', 'second']) {
    const answer = await ask(reader, 'HX-Request: true\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(answer).not.toMatch(/^(connection|keep-alive):/im);
  }
  expect(await ask(reader)).toMatch(/^connection: keep-alive\r$/im);
  reader.destroy();
});

test('A thousand people who read for longer than five seconds keep their connections, and others are answered at once', {
  timeout: 60_000,
}, async () => {
  const readers = await Promise.all(Array.from({ length: 1_000 }, open));
  for (const reader of readers) expect(await ask(reader)).toMatch(/^HTTP\/1\.1 200 OK/);
  await wait(nodesOwnLimit + 2_000);
  expect(readers.filter(({ destroyed, readableEnded }) => destroyed || readableEnded)).toHaveLength(0);
  const taken = await fastest(5, async () => expect((await product.visitor().get('/ingreso')).status).toBe(200));
  expect(taken).toBeLessThan(1_000);
  for (const reader of readers.slice(0, 50)) expect(await ask(reader)).toMatch(/^HTTP\/1\.1 200 OK/);

  product.kill('SIGTERM');
  expect(await product.ended).toEqual({ code: 0, signal: null });
  for (const reader of readers) reader.destroy();
});

async function open(): Promise<Socket> {
  const socket = connect(Number(product.baseUrl.port), product.baseUrl.hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function ask(socket: Socket, headers = ''): Promise<string> {
  socket.write(`GET /salud HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`);
  const [answer] = await once(socket, 'data');
  return String(answer);
}
