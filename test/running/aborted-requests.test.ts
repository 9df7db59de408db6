import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encode } from '../support/browser/form.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { type LogLine, logOf, type Product, startProduct } from '../support/server/product.ts';
import { lockRow } from '../support/server/while-locked.ts';
import { administratorAt, key, registerMunicipality } from './municipality.ts';

let database: FreshDatabase;
let product: Product;
let administrator: Visitor;
let id: number;

beforeAll(async () => {
  database = await freshDatabase();
  await registerMunicipality(database);
  product = await startProduct({ DATABASE_URL: database.url, SOCE_KEY: key });
  administrator = await administratorAt(product);
  ({ id } = await database.owner.selectFrom('contacts').select('id').executeTakeFirstOrThrow());
});
afterAll(async () => {
  product?.kill('SIGKILL');
  await product?.ended;
  await database?.close();
});

const host = 'Host: localhost\r\n';
const formType = 'Content-Type: application/x-www-form-urlencoded\r\n';
const info = 30;
const error = 50;

describe('A request whose sender goes away', () => {
  test.for([
    ['announced', 'Content-Length: 100\r\n\r\nruc=1'],
    ['in pieces', 'Transfer-Encoding: chunked\r\n\r\n5\r\nruc=1\r\n'],
    ['announced, of which nothing came', 'Content-Length: 100\r\n\r\n'],
  ])('amid its body, %s, is noted with its cause, and is no error', async ([, sent]) => {
    for (const leave of [(socket: Socket) => socket.resetAndDestroy(), (socket: Socket) => socket.end()]) {
      const lines = await logWhile(async () => {
        const socket = await send(`POST /ingreso HTTP/1.1\r\n${host}${formType}${sent}`);
        await caughtUp();
        leave(socket);
      }, '/ingreso');
      expect(lines.map(({ level }) => level)).toEqual(lines.map(() => info));
      expect(lines.find(({ msg }) => msg === 'a form came in part only')?.fault).toMatch(/aborted|closed/);
    }
  });

  test('while its answer is made takes effect, is noted, and is no error', async () => {
    const saving = await lockedSave('Alcalde');
    const lines = await logWhile(async () => {
      saving.socket.resetAndDestroy();
      await caughtUp();
      await saving.lock.release();
    }, `/administracion/contactos/${id}`);
    expect(lines).toEqual([expect.objectContaining({ level: info, method: 'POST', status: 303, aborted: true })]);
    const { position } = await database.owner.selectFrom('contacts').select('position').executeTakeFirstOrThrow();
    expect(position).toBe('Alcalde');
  });

  test('amid its answer is no error', async () => {
    const { html } = await product.visitor().open('/ingreso');
    const [, script] = /src="(\/estatico\/[^"]+)"/.exec(html) ?? [];
    const lines = await logWhile(async () => {
      const socket = await send(`GET ${script} HTTP/1.1\r\n${host}\r\n`.repeat(200));
      await once(socket, 'data');
      socket.resetAndDestroy();
      await product.visitor().get('/ingreso');
    }, '/ingreso');
    expect(lines.filter(({ level }) => level > info)).toEqual([]);
  });

  test('still leaves the error that the product itself had meanwhile', async () => {
    const saving = await lockedSave('Asesor');
    const lines = await logWhile(async () => {
      saving.socket.resetAndDestroy();
      await caughtUp();
      // On the run's server other tests wait for locks of their own.
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(database.owner);
    }, `/administracion/contactos/${id}`);
    await saving.lock.release();
    expect(lines.map(({ level, msg }) => [level, msg])).toContainEqual([error, 'the request failed']);
  });
});

// Sends a change of the contact that waits for its row.
async function lockedSave(position: string) {
  await administrator.open(`/administracion/contactos/${id}`);
  administrator.fill({ Cargo: position });
  const body = encode(administrator.page.submission('Guardar').entries);
  const lock = await lockRow(database, 'contacts', id);
  const cookie = `Cookie: ${administrator.cookies.header(product.baseUrl)}\r\n`;
  const length = `Content-Length: ${body.length}\r\n`;
  const socket = await send(
    `POST ${administrator.page.url.pathname} HTTP/1.1\r\n${host}${formType}${cookie}${length}\r\n${body}`,
  );
  await lock.waitedFor();
  return { socket, lock };
}

async function send(text: string): Promise<Socket> {
  const socket = connect(Number(product.baseUrl.port), product.baseUrl.hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

// Waits until the product has read all that had come before: it takes a new connection in one turn and reads it in the
// next, so that it answers the second of these requests, which aren't logged, after that.
async function caughtUp(): Promise<void> {
  for (const _ of ['first', 'second']) expect((await product.visitor().get('/salud')).status).toBe(200);
}

// Does something; gives the lines that the log has got until that of the request to this address, which ends them.
async function logWhile(work: () => Promise<void>, path: string): Promise<LogLine[]> {
  const before = logOf(product).length;
  await work();
  for (let tries = 0; tries < 500; tries += 1) {
    const lines = logOf(product).slice(before);
    if (lines.some((line) => line.path === path)) return lines;
    await wait(10);
  }
  throw new Error(`The log has no line of ${path}.`);
}
