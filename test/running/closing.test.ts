import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServer } from '../../src/data/database/server.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { logOf, type Product, startProduct } from '../support/server/product.ts';
import { lockRow } from '../support/server/while-locked.ts';
import { administratorAt, key, municipality, registerMunicipality } from './municipality.ts';
import { stallingLine } from './stalling-line.ts';

const cutOff = 'requests were cut off';

/** In milliseconds; the product waits for requests for nine seconds, so what ends so soon has ended by itself (F3). */
const soon = 3_000;

// The limit of the closing is ten seconds; the start and the sign-in before it take long where the machine is busy.
const patience = { timeout: 60_000 };

let database: FreshDatabase;
const products: Product[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await registerMunicipality(database);
});
afterAll(async () => {
  for (const product of products) product.kill('SIGKILL');
  await database?.close();
});

async function start(environment: Record<string, string> = {}): Promise<Product> {
  const product = await startProduct({ DATABASE_URL: database.url, SOCE_KEY: key, ...environment });
  products.push(product);
  return product;
}

describe.each([
  { signal: 'SIGTERM', position: 'Alcalde' },
  { signal: 'SIGINT', position: 'Asesor' },
] as const)('The product, after $signal,', ({ signal, position }) => {
  test('finishes the requests under way, refuses new ones, and ends with 0', async () => {
    const product = await start();
    const administrator = await administratorAt(product);
    const contact = await database.owner.selectFrom('contacts').select('id').executeTakeFirstOrThrow();
    const path = `/administracion/contactos/${contact.id}`;
    await administrator.open(path);
    administrator.fill({ Cargo: position });

    const lock = await lockRow(database, 'contacts', contact.id);
    const saving = administrator.press('Guardar');
    await Promise.race([lock.waitedFor(), saving.then(({ text }) => expect.unreachable(text))]);
    product.kill(signal);
    await refused(product.baseUrl);
    expect(product.process.exitCode).toBeNull();
    await lock.release();

    // The answer redirects to the list, which the process does not serve any more.
    await expect(saving).rejects.toThrow(/ECONNREFUSED|socket hang up|ECONNRESET/);
    const released = performance.now();
    expect(await product.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - released).toBeLessThan(soon);
    const changed = await database.owner
      .selectFrom('incidents')
      .select('id')
      .where('event', '=', 'contact.changed')
      .where('request_id', '=', lastRequest(product, 'POST', path))
      .execute();
    expect(changed).toHaveLength(1);
  });
});

describe.concurrent('The product', () => {
  test('ends in spite of open connections without a request', async ({ expect }) => {
    const product = await start();
    const visitors = Array.from({ length: 3 }, () => product.visitor());
    await Promise.all(visitors.map((visitor) => visitor.open('/ingreso')));
    const asked = performance.now();
    product.kill('SIGTERM');
    expect(await product.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(soon);
  });

  test('gives up an unfinished request 10 s after the signal to end, and says so', patience, async ({ expect }) => {
    const product = await start();
    const endless = request(new URL('/ingreso', product.baseUrl), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': '1000',
        Expect: '100-continue',
      },
    });
    endless.on('error', () => {});
    endless.flushHeaders();
    // The product asks for the body once it has read the head.
    await once(endless, 'continue');
    endless.write('ruc=');
    const asked = performance.now();
    product.kill('SIGTERM');
    expect(await product.ended).toEqual({ code: 1, signal: null });
    expect(performance.now() - asked).toBeLessThan(11_000);
    expect(logOf(product).filter(({ msg }) => msg === cutOff)).toMatchObject([{ level: 40, requests: 1 }]);
  });

  test(
    'keeps counting a guess as a failure that it cut off, and ends although the database is silent',
    patience,
    async ({ expect, onTestFinished }) => {
      const silent = await freshDatabase();
      onTestFinished(silent.close);
      await registerMunicipality(silent);
      const line = await stallingLine(silent.url);
      onTestFinished(line.close);
      const product = await start({ DATABASE_URL: line.url });
      const visitor = product.visitor();
      await visitor.open('/ingreso');
      // The lock is held for ten seconds, after which a connection of the product's kind would be ended.
      const patient = openServer(silent.url, { statementTimeout: 0 });
      onTestFinished(patient.close);
      const lock = await patient.owner.startTransaction().execute();
      onTestFinished(async () => void (await lock.rollback().execute()));
      await sql`lock table incidents in exclusive mode`.execute(lock);
      const { ruc, userName } = municipality;
      const guessing = visitor.post('/ingreso', { _token: visitor.token, ruc, userName, password: 'No-es-esta-22' });
      const gone = guessing.then(({ status }) => `answered with ${status}`, String);
      await untilWaiting(silent);
      line.stall();
      const asked = performance.now();
      product.kill('SIGTERM');
      expect(await product.ended).toEqual({ code: 1, signal: null });
      expect(performance.now() - asked).toBeLessThan(12_000);
      // The request is sent once more, to a process that has stopped listening.
      expect(await gone).toMatch(/socket hang up|ECONNRESET|ECONNREFUSED/);
      expect(logOf(product).filter(({ msg }) => msg === cutOff)).toMatchObject([{ requests: 1 }]);
      const counted = await silent.owner.selectFrom('sign_in_failures').select('failures').execute();
      expect(counted).toEqual([{ failures: 1 }]);
    },
  );

  test('starts in two processes at once on an empty database', async ({ expect }) => {
    const empty = await freshDatabase({ empty: true });
    const both = await Promise.all([start({ DATABASE_URL: empty.url }), start({ DATABASE_URL: empty.url })]);
    for (const product of both) expect((await product.visitor().get('/salud/listo')).status).toBe(200);
    // A server's database never gets the demonstration (product 7).
    expect(await empty.owner.selectFrom('entities').selectAll().execute()).toEqual([]);
    for (const product of both) product.kill('SIGTERM');
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual(Array(2).fill({ code: 0, signal: null }));
    await empty.close();
  });

  test('shares sessions and form tokens between two processes', async ({ expect }) => {
    const [one, other] = await Promise.all([start(), start()]);
    const atOne = await administratorAt(one);
    const atOther = other.visitor();
    for (const name of ['soce', 'soce_form']) atOther.cookies.set(name, atOne.cookies.get(name) ?? '');

    const page = await atOther.open('/administracion/contactos');
    expect(page.status).toBe(200);
    expect(page.text).toContain(`Contactos pertenecientes al RUC / Núm. Identif. No. ${municipality.ruc}`);
    const refused = await atOther.post('/administracion/contactos/nuevo', { _token: atOne.token });
    expect(refused.status).toBe(422);

    await atOther.press('Cerrar Sesión');
    const { hops, url } = await atOne.open('/administracion/contactos');
    expect({ hops: hops.map(({ status }) => status), page: url.pathname }).toEqual({ hops: [303], page: '/ingreso' });
  });
});

// Checks that a new connection is refused; one accepted at the moment of closing is reset instead.
async function refused(baseUrl: URL): Promise<void> {
  for (;;) {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const asking = request(new URL('/salud', baseUrl), { agent: false }, (answer) => void text(answer).then(resolve));
    asking.on('error', reject);
    asking.end();
    const outcome = await promise.catch((error: NodeJS.ErrnoException) => error);
    if (outcome instanceof Error && 'code' in outcome && outcome.code === 'ECONNREFUSED') return;
    await wait(10);
  }
}

async function untilWaiting({ owner }: FreshDatabase): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { rows } = await sql`
      select 1 from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%incidents%'`.execute(owner);
    if (rows.length > 0) return;
    if (Date.now() > deadline) throw new Error('Nothing waits for the incidents.');
    await wait(20);
  }
}

function lastRequest(product: Product, method: string, path: string): string {
  const found = logOf(product).findLast((line) => line.method === method && line.path === path);
  return found?.requestId ?? 'not logged';
}
