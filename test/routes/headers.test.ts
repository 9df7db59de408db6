import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.tsx';
import { type Site, startSite } from '../support/browser/client.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { catalogs } from '../support/stage/catalogs.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';

let stage: Stage;
let administrator: Visitor;
let overHttps: Site;
const log: string[] = [];

beforeAll(async () => {
  stage = await openStage();
  administrator = await stage.signedIn(stage.quito.administrator);
  const { database, clock, outbox, secrets } = stage;
  const baseUrl = new URL('https://soce.example');
  const key = Buffer.alloc(32, 7);
  const ownLog = pino({ base: null }, { write: (line) => void log.push(line) });
  const { post: postJob, isReachable: isQueueReachable } = stage.queue;
  const mail = {
    postJob,
    outbox,
    secrets,
    catalogs,
    isQueueReachable,
    onOwnMachine: false,
    readMails: null,
    trustedProxies: [],
  };
  const product = { database, clock: () => clock.now, key, baseUrl, ...mail, support: 'Mesa de ayuda', log: ownLog };
  overHttps = await startSite(() => createApp(product), { clock: () => clock.now, weigh: false });
});
afterAll(async () => {
  await overHttps?.close();
  await stage?.close();
});

// Written anew instead of imported, so that a change in the product fails the test (R4).
const always = { 'cross-origin-resource-policy': 'same-origin', 'x-content-type-options': 'nosniff' };
const unkept = { ...always, 'cache-control': 'no-store' };
const fragment = {
  ...unkept,
  'content-encoding': 'br',
  'content-type': 'text/html; charset=utf-8',
  vary: 'Accept-Encoding, HX-Request',
};
const html = {
  ...fragment,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
};
const plain = { ...unkept, 'content-type': 'text/plain; charset=UTF-8' };
const aYear = { ...always, 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' };

test.each([
  ['/ingreso', 'BR', 'br', html.vary],
  ['/ingreso', 'gzip;q=1, br;q=0.5', 'gzip', html.vary],
  ['/ingreso', 'br;q=0', undefined, html.vary],
  ['/favicon.ico', 'GZIP', 'gzip', aYear.vary],
  ['/favicon.ico', '*', 'br', aYear.vary],
])('%s asked for in “%s” comes in %s, and says on what that depends', async (path, accepted, coding, vary) => {
  const page = await stage.visitor().get(path, { 'Accept-Encoding': accepted });
  expect(page.headers).toMatchObject({ vary });
  expect(page.headers['content-encoding']).toBe(coding);
});

type Kind = { ask: () => Promise<Page>; status: number; headers: Record<string, string> };

/** Every kind of answer with all its headers, except those about the connection and the time. */
const kinds: Record<string, Kind> = {
  'a page': { ask: () => administrator.get('/administracion/usuarios'), status: 200, headers: html },
  'a public page': {
    ask: () => stage.visitor().get('/ingreso'),
    status: 200,
    headers: { ...html, 'set-cookie': expect.stringMatching(/^soce_form=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/) },
  },
  'a page for the printer': { ask: () => administrator.get('/inicio?imprimir=1'), status: 200, headers: html },
  'a redirect': { ask: () => administrator.get('/'), status: 303, headers: { ...unkept, location: '/inicio' } },
  'the way to the sign-in page': {
    ask: () => stage.visitor().get('/inicio'),
    status: 303,
    headers: { ...unkept, location: '/ingreso', 'set-cookie': expect.stringContaining('soce_alerta=') },
  },
  'the way to the sign-in page for htmx': {
    ask: () => stage.visitor().get('/inicio', { 'HX-Request': 'true' }),
    status: 401,
    headers: { ...unkept, 'hx-redirect': '/ingreso', 'set-cookie': expect.stringContaining('soce_alerta=') },
  },
  'a refused form': {
    ask: () => administrator.post('/administracion/contactos/nuevo', { _token: token() }),
    status: 422,
    headers: html,
  },
  'a form of another site': { ask: () => administrator.post('/salir', { _token: 'x' }), status: 403, headers: html },
  'a page without the right': {
    ask: async () => (await stage.browserOf(stage.bruno)).get('/administracion/usuarios'),
    status: 403,
    headers: html,
  },
  'an address that leads nowhere': { ask: () => administrator.get('/nada'), status: 404, headers: html },
  'a record that isn’t there': {
    ask: () => administrator.get('/administracion/contactos/99999'),
    status: 404,
    headers: html,
  },
  'a row': {
    ask: async () => {
      // The box of a row belongs to a form of the list.
      await administrator.open('/administracion/usuarios');
      return activate('activar');
    },
    status: 200,
    headers: fragment,
  },
  'a row that stays': {
    ask: () => administrator.post('/administracion/usuarios/99999/activacion', { _token: token() }, htmx),
    status: 404,
    headers: { ...fragment, 'hx-reswap': 'none' },
  },
  'a form that is too large': {
    ask: () => administrator.post('/ingreso', { ruc: 'x'.repeat(70_000) }),
    status: 413,
    headers: html,
  },
  'what is no form': {
    ask: () => administrator.post('/ingreso', '{}', { 'Content-Type': 'application/json' }),
    status: 415,
    headers: html,
  },
  health: { ask: () => stage.visitor().get('/salud'), status: 200, headers: plain },
  readiness: { ask: () => stage.visitor().get('/salud/listo'), status: 200, headers: plain },
  'the style sheet': {
    ask: () => asset(/href="(\/estatico\/[^"]+\.css)"/),
    status: 200,
    headers: { ...aYear, 'content-encoding': 'br', 'content-type': 'text/css; charset=utf-8' },
  },
  'the script': {
    ask: () => asset(/src="(\/estatico\/[^"]+\.js)"/),
    status: 200,
    headers: { ...aYear, 'content-encoding': 'br', 'content-type': 'text/javascript; charset=utf-8' },
  },
  'the icon, whose name stays': {
    ask: () => stage.visitor().get('/favicon.ico'),
    status: 200,
    headers: {
      ...aYear,
      'cache-control': 'public, max-age=2592000',
      'content-encoding': 'br',
      'content-type': 'image/png',
    },
  },
  'a failure': { ask: () => broken(() => administrator.get('/administracion/contactos')), status: 500, headers: html },
};

describe('The headers of', () => {
  test.for(Object.keys(kinds))('%s', async (name) => {
    const { ask, status, headers } = kinds[name] as Kind;
    const page = await ask();
    expect({ status: page.status, headers: lasting(page.headers) }).toEqual({ status, headers });
  });
});

describe('Over https', () => {
  test('every page has Strict-Transport-Security', async () => {
    const visitor = overHttps.visitor();
    for (const path of ['/', '/ingreso', '/nada']) {
      const { headers } = await visitor.get(path);
      expect([path, headers['strict-transport-security']]).toEqual([path, 'max-age=31536000; includeSubDomains']);
    }
    expect((await stage.visitor().get('/')).headers['strict-transport-security']).toBeUndefined();
  });

  test('every cookie has the prefix __Host-', async () => {
    const { headers } = await overHttps.visitor().get('/ingreso');
    const cookie = /^__Host-soce_form=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/;
    expect(headers['set-cookie']).toMatch(cookie);
  });
});

describe('The answer to an unforeseen failure', () => {
  test('has a number that is in the log, and no internals', async () => {
    log.length = 0;
    const page = await broken(() => overHttps.visitor().get('/inicio', { Cookie: '__Host-soce=secreto' }));
    const [, reference = ''] = /dé este número a la mesa de ayuda: (\w+)\./.exec(page.text) ?? [];
    const failed = log
      .map((line) => JSON.parse(line))
      .find((line) => line.requestId === reference && line.level === 50);
    expect(failed?.err.message).toContain('contacts');
    expect(page.html).not.toMatch(/contacts|select |\bat \/|relation|Error:/i);
    expect(log.join('')).not.toContain('secreto');
  });
});

const htmx = { 'HX-Request': 'true' };

function token(): string {
  return administrator.token;
}

function activate(accion: string): Promise<Page> {
  const path = `/administracion/usuarios/${stage.nadia.id}/activacion`;
  return administrator.post(path, { _token: token(), accion }, htmx);
}

async function asset(address: RegExp): Promise<Page> {
  const { html: page } = await stage.visitor().open('/ingreso');
  return stage.visitor().get(address.exec(page)?.[1] ?? '/none');
}

async function broken(ask: () => Promise<Page>): Promise<Page> {
  await sql`alter table contacts rename to contacts_gone`.execute(stage.database.owner);
  return ask().finally(() => sql`alter table contacts_gone rename to contacts`.execute(stage.database.owner));
}

function lasting(headers: Record<string, string>): Record<string, string> {
  const passing = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !passing.includes(name)));
}
