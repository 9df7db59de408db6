import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { type PostgresServer, startPostgres } from '../support/server/postgres.ts';
import { type Product, startProduct } from '../support/server/product.ts';
import { administratorAt, birthDate, key, municipality, municipalityOn } from './municipality.ts';

const contacts = '/administracion/contactos';
const users = '/administracion/usuarios';

let server: PostgresServer;
let line: Line;
let product: Product;
let administrator: Visitor;
let token = '';

beforeAll(async () => {
  server = await startPostgres();
  const url = new URL(await municipalityOn(server));
  line = await openLine(Number(url.port), url.hostname);
  url.port = String(line.port);
  product = await startProduct({ DATABASE_URL: url.href, SOCE_KEY: key });
  administrator = await administratorAt(product);
  ({ token } = administrator);
});
afterAll(async () => {
  product?.kill('SIGKILL');
  line?.close();
  await server?.end();
});

describe('A commit whose answer is lost', () => {
  test('says of a new contact that nobody knows, leads to the list, and adds one however often it is sent', async () => {
    const body = { _token: token, creationKey: freshKey(), ...typed('PERDIDO1') };
    line.cutAfter('commit');
    const page = await administrator.post(`${contacts}/nuevo`, body);
    expect([page.status, page.h1]).toEqual([503, 'No se sabe si se guardó']);
    expect(page.text).toContain('no se sabe si se guardó. Revise cómo quedó. Si no se guardó, puede enviar de nuevo');
    expect(page.text).not.toContain('No se guardó nada');
    expect(page.link('Ver cómo quedó').href).toBe(contacts);
    expect((await administrator.open(`${contacts}?buscar=PERDIDO1`)).text).toMatch(/\b1 de \d+ contactos/);
    expect((await administrator.post(`${contacts}/nuevo`, body)).status).toBe(303);
    expect((await administrator.open(`${contacts}?buscar=PERDIDO1`)).text).toMatch(/\b1 de \d+ contactos/);
  });

  test('that left together with its last statements leads to the record, and a second sending changes nothing more', async () => {
    const id = await added('PERDIDO2');
    const body = { _token: token, version: '1', ...typed('PERDIDO2'), secondName: 'Guardado' };
    line.cutAfter('commit');
    const page = await administrator.post(`${contacts}/${id}`, body);
    expect([page.status, page.h1]).toEqual([503, 'No se sabe si se guardó']);
    expect(page.link('Ver cómo quedó').href).toBe(`${contacts}/${id}`);
    expect((await administrator.open(`${contacts}/${id}`)).html).toContain('Guardado');
    expect((await administrator.post(`${contacts}/${id}`, body)).status).toBe(303);
    expect(await versionOf(id)).toBe('2');
  });

  test('leaves the row of a swap and puts the sentence with the link into the live region', async () => {
    const password = 'Inicial-2026';
    const user = { contactId: String(await added('PERDIDO3')), name: 'perdida3', password, passwordAgain: password };
    const made = await administrator.post(`${users}/nuevo`, { _token: token, creationKey: freshKey(), ...user });
    expect(made.status).toBe(303);
    const list = await administrator.open(`${users}?buscar=perdida3`);
    const [, id] = /<tr id="u(\d+)"/.exec(list.html) ?? [];
    line.cutAfter('commit');
    const body = { _token: token, accion: 'activar' };
    const fragment = await administrator.post(`${users}/${id}/activacion`, body, { 'HX-Request': 'true' });
    expect([fragment.status, fragment.headers['hx-reswap']]).toEqual([503, 'none']);
    expect(fragment.text).toContain('no se sabe si se guardó');
    expect(fragment.html).toContain(`<a href="${users}">Ver cómo quedó</a>`);
    expect((await administrator.open(`${users}?buscar=perdida3`)).html).toContain('value="desactivar"');
  });

  test('of the owner’s transaction, at the sign-in, is told as well, and signing in again works', async () => {
    const visitor = product.visitor();
    await visitor.open('/ingreso');
    const body = { _token: visitor.token, ...municipality };
    line.cutAfter('commit');
    const page = await visitor.post('/ingreso', body);
    expect([page.status, page.h1]).toEqual([503, 'No se sabe si se guardó']);
    expect((await visitor.post('/ingreso', body)).status).toBe(303);
  });

  test('of a page that is only read is told as an outage', async () => {
    line.cutAfter('commit');
    const page = await administrator.get(contacts);
    expect([page.status, page.h1]).toEqual([503, 'Servicio no disponible']);
    expect(page.text).not.toContain('no se sabe');
  });
});

describe('A connection lost before the commit', () => {
  test('is answered with “no se guardó nada”, which is true', async () => {
    line.cutBefore('insert into "contacts"');
    const page = await administrator.post(`${contacts}/nuevo`, {
      _token: token,
      creationKey: freshKey(),
      ...typed('PERDIDO9'),
    });
    expect([page.status, page.h1]).toEqual([503, 'Servicio no disponible']);
    expect(page.text).toContain('No se guardó nada');
    expect((await administrator.open(`${contacts}?buscar=PERDIDO9`)).text).toContain('Ningún contacto');
  });
});

async function added(document: string): Promise<number> {
  const body = { _token: token, creationKey: freshKey(), ...typed(document) };
  const { headers } = await administrator.post(`${contacts}/nuevo`, body);
  return Number(/#c(\d+)$/.exec(headers.location ?? '')?.[1]);
}

async function versionOf(id: number): Promise<string> {
  const page = await administrator.open(`${contacts}/${id}`);
  return /name="version" value="(\d+)"/.exec(page.html)?.[1] ?? '';
}

function freshKey(): string {
  return randomBytes(32).toString('base64url');
}

function typed(documentNumber: string): Record<string, string> {
  return {
    paternalSurname: 'Perdomo',
    maternalSurname: '',
    firstName: 'Eva',
    secondName: '',
    maritalStatus: '',
    documentType: 'Pasaporte',
    documentNumber,
    email: '',
    status: 'ACTIVO',
    position: 'Asesor',
    from: '2020-01-01',
    until: '',
    educationLevel: '',
    occupationalArea: '',
    birthDate,
  };
}

/** A line between product and database that can be cut once, at a statement. */
type Line = {
  port: number;
  /** Passes the next such statement on, and cuts its connection in place of the server's answer. */
  cutAfter(statement: string): void;
  /** Cuts the connection in place of passing the next such statement on. */
  cutBefore(statement: string): void;
  close(): void;
};

async function openLine(port: number, host: string): Promise<Line> {
  let armed: { statement: string; when: 'after' | 'before' } | null = null;
  const sockets = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(port, host);
    let waiting = false;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one.on('error', () => other.destroy()).on('close', () => other.destroy()));
    }
    near.on('data', (data) => {
      const { statement = '', when } = armed ?? {};
      if (armed && data.includes(`${statement}${statement === 'commit' ? '\0' : ''}`)) {
        armed = null;
        if (when === 'before') return void near.destroy();
        waiting = true;
      }
      far.write(data);
    });
    far.on('data', (data) => {
      if (!waiting) near.write(data);
      else if (data.includes('COMMIT\0')) near.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    cutAfter: (statement) => {
      armed = { statement, when: 'after' };
    },
    cutBefore: (statement) => {
      armed = { statement, when: 'before' };
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}
