import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { type PostgresServer, startPostgres } from '../support/server/postgres.ts';
import { type Product, startProduct } from '../support/server/product.ts';
import { administratorAt, key, municipalityOn, secretsIn } from './municipality.ts';

let server: PostgresServer;
let product: Product;
let administrator: Visitor;

beforeAll(async () => {
  server = await startPostgres();
  const DATABASE_URL = await municipalityOn(server);
  product = await startProduct({ DATABASE_URL, SOCE_KEY: key });
  administrator = await administratorAt(product);
});
afterAll(async () => {
  product?.kill('SIGKILL');
  await server?.end();
});

describe.each(['orderly', 'power cut'] as const)('While the database is stopped (%s),', (how) => {
  test('the process goes on, even amid requests', async () => {
    const flood = untilStopped(() => administrator.get('/administracion/usuarios'));
    await flood.answered(20);
    await server.halt(how);
    await wait(200);
    const answers = await flood.stop();
    expect(answers.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers)).toEqual(new Set([200, 503]));
    expect(product.process.exitCode).toBeNull();
  });

  test.for([
    ['GET', '/inicio'],
    ['GET', '/administracion/usuarios?imprimir=1'],
    ['POST', '/administracion/contactos/nuevo'],
    ['POST', '/ingreso'],
  ] as const)('%s %s is answered with a page that says so', async ([method, path]) => {
    const body = { _token: administrator.token, ruc: '1769999930001', userName: 'adminquito', password: 'x' };
    const page = method === 'GET' ? await administrator.get(path) : await administrator.post(path, body);
    expect(page.status).toBe(503);
    expect(page.h1).toBe('Servicio no disponible');
    expect(page.text).toContain('No se guardó nada. Espere un minuto e inténtelo de nuevo.');
    expect(page.html).not.toMatch(/ECONN|terminat|select |\bat \//i);
  });

  test('a swap leaves the row and puts a message into the live region', async () => {
    const path = '/administracion/usuarios/1/activacion';
    const body = { _token: administrator.token, accion: 'activar' };
    const fragment = await administrator.post(path, body, { 'HX-Request': 'true' });
    expect(fragment.status).toBe(503);
    expect(fragment.headers['hx-reswap']).toBe('none');
    expect(fragment.text).toContain('El sistema no está disponible en este momento.');
  });

  test('/salud answers and /salud/listo does not, with and without a session', async () => {
    for (const visitor of [product.visitor(), administrator]) {
      expect((await visitor.get('/salud')).status).toBe(200);
      expect((await visitor.get('/salud/listo')).status).toBe(503);
    }
  });

  test('pages without data are served', async () => {
    expect((await product.visitor().open('/')).status).toBe(200);
    expect((await product.visitor().open('/ingreso')).status).toBe(200);
  });

  test('everything works again without a restart once it is back', async () => {
    await server.resume();
    expect((await administrator.get('/salud/listo')).status).toBe(200);
    // No connection of the pool that ended with the server may be used again.
    const lists = await Promise.all(Array.from({ length: 20 }, () => administrator.get('/administracion/usuarios')));
    expect(lists.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect((await administrator.open('/inicio')).text).toContain('Usuario: adminquito');
  });
});

test('A single connection that the server ends does not disturb others', async () => {
  const flood = untilStopped(() => administrator.get('/administracion/contactos'));
  for (let round = 0; round < 5; round += 1) {
    await wait(60);
    // Waits until they are gone: on a busy machine one that was told to end may still take the next request, and drop it.
    await server.asAdmin("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = 'soce'");
  }
  const answers = await flood.stop();
  expect(product.process.exitCode).toBeNull();
  expect(answers).toContain(200);
  expect(answers).not.toContain(0);
  for (let time = 0; time < 4; time += 1) {
    expect((await administrator.get('/administracion/contactos')).status).toBe(200);
  }
});

test('SIGTERM while the database is stopped ends the process with 0', async () => {
  await server.halt('power cut');
  product.kill('SIGTERM');
  expect(await product.ended).toEqual({ code: 0, signal: null });
});

test('The log of an outage contains no secret', () => {
  expect(secretsIn(product, administrator)).toEqual([]);
});

type Flood = {
  /** Resolves when so many requests have been answered. */
  answered(count: number): Promise<void>;
  /** Gives the statuses; 0 stands for no answer. */
  stop(): Promise<number[]>;
};

// Sends requests from four clients, each as soon as the one before is answered.
function untilStopped(ask: () => Promise<{ status: number }>): Flood {
  let stopped = false;
  const answers: number[] = [];
  const clients = Array.from({ length: 4 }, async () => {
    while (!stopped) {
      const { status } = await ask().catch(() => ({ status: 0 }));
      answers.push(status);
    }
  });
  return {
    answered: async (count) => {
      while (answers.length < count) await wait(10);
    },
    stop: async () => {
      stopped = true;
      await Promise.all(clients);
      return answers;
    },
  };
}
