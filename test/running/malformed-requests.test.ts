import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lintHtml } from '../support/lint/lint.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { logOf, type Product, startProduct } from '../support/server/product.ts';
import { key } from './municipality.ts';

let database: FreshDatabase;
let product: Product;

beforeAll(async () => {
  database = await freshDatabase();
  product = await startProduct({ DATABASE_URL: database.url, SOCE_KEY: key });
});
afterAll(async () => {
  product?.kill('SIGKILL');
  await product?.ended;
  await database?.close();
});

const host = 'Host: localhost\r\n';
const formType = 'Content-Type: application/x-www-form-urlencoded\r\n';
const form = `POST /ingreso HTTP/1.1\r\n${host}${formType}`;
const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\n${host}${more}\r\n`;

// Written anew instead of imported, so that a change in the product fails the test (R4).
const headers = {
  'cache-control': 'no-store',
  connection: 'close',
  'content-length': expect.stringMatching(/^\d+$/),
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'content-type': 'text/html; charset=utf-8',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  date: expect.stringMatching(/ GMT$/),
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

describe.concurrent('A request that', () => {
  test.for<[what: string, sent: string | Buffer, status: number]>([
    ['is none', 'hola\r\n\r\n', 400],
    ['is the beginning of TLS', Buffer.from('16030102000100', 'hex'), 400],
    ['has an unknown method', `HOLA / HTTP/1.1\r\n${host}\r\n`, 400],
    ['has a header without a colon', get('/', 'Hola\r\n'), 400],
    ['has NUL in a header', get('/', 'X: a\0b\r\n'), 400],
    ['has an address that is not encoded', get('/ñ'), 400],
    ['has an address without a slash', get('ingreso'), 400],
    ['has an address with a backslash', get('/\\malo.example'), 400],
    ['has a broken absolute address', get('http://[malo/'), 400],
    ['is for all addresses', `OPTIONS * HTTP/1.1\r\n${host}\r\n`, 400],
    ['has no host', 'GET /ingreso HTTP/1.1\r\n\r\n', 400],
    ['has a broken host', 'GET /ingreso HTTP/1.1\r\nHost: a b\r\n\r\n', 400],
    ['has a length that is no number', `${form}Content-Length: x\r\n\r\n`, 400],
    ['has two lengths', `${form}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['has a broken body', `${form}Transfer-Encoding: chunked\r\n\r\nhola\r\n`, 400],
    ['opens a tunnel', `CONNECT malo.example:443 HTTP/1.1\r\n${host}\r\n`, 400],
    [
      'has a chunk with too much beside it',
      `${form}Transfer-Encoding: chunked\r\n\r\n2;${'a'.repeat(20_000)}\r\n`,
      413,
    ],
    ['expects what isn’t known', `${form}Expect: hola\r\nContent-Length: 3\r\n\r\nruc`, 417],
    ['has a header of 20 kB', get('/', `X: ${'a'.repeat(20_000)}\r\n`), 431],
    ['has a header of a megabyte', get('/', `X: ${'a'.repeat(1_000_000)}\r\n`), 431],
    ['has an address of 20 kB', get(`/${'a'.repeat(20_000)}`), 431],
  ])('%s gets a page with the headers of a page, and the connection ends', async ([, sent, status], { expect }) => {
    const answers = answersIn(await exchange(sent));
    expect(answers.map((answer) => [answer.status, answer.headers])).toEqual([[status, headers]]);
    const { body, headers: told } = answers[0] as Answer;
    expect(Buffer.byteLength(body)).toBe(Number(told['content-length']));
    expect(lintHtml({ html: body, status, fragment: false })).toEqual([]);
    expect(body).toMatch(/<html lang="es">.+<h1>[^<]+<\/h1>.+<a href="\/">Ir a la página inicial<\/a>/s);
    // The style sheet and the script are there.
    for (const [, path = ''] of body.matchAll(/(?:href|src)="(\/estatico\/[^"]+)"/g)) {
      expect((await product.visitor().get(path)).status).toBe(200);
    }
  });

  test.for<[method: string, path: string, status: number]>([
    ['HEAD', '/ingreso', 200],
    ['HEAD', '/nada', 404],
    ['OPTIONS', '/ingreso', 404],
    ['TRACE', '/ingreso', 404],
    ['DELETE', '/ingreso', 404],
    ['PROPFIND', '/ingreso', 404],
    ['GET', 'http://malo.example/ingreso', 200],
    ['GET', '//malo.example', 404],
    ['GET', '/%zz', 404],
    ['GET', '/%E0%A4%A?buscar=%zz', 404],
  ])('can be read, %s %s, has the headers of a page too', async ([method, path, status], { expect }) => {
    const [answer] = answersIn(await exchange(`${method} ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`));
    const { 'set-cookie': cookie, 'content-length': length, vary, ...others } = answer?.headers ?? {};
    expect([answer?.status, { ...headers, ...others }]).toEqual([status, headers]);
    expect(Object.keys(others)).toHaveLength(Object.keys(headers).length - 1);
    expect(vary).toBe('Accept-Encoding, HX-Request');
  });

  test('stands behind others on a connection leaves them their answers', async ({ expect }) => {
    const answers = answersIn(await exchange(`${get('/ingreso')}${get('/salud')}hola\r\n\r\n`));
    expect(answers.map(({ status, body }) => [status, /<h1>([^<]+)/.exec(body)?.[1] ?? body])).toEqual([
      [200, 'Ingreso'],
      [200, 'ok'],
      [400, 'Pedido no entendido'],
    ]);
  });

  test('comes late on a kept connection gets its page, too', async ({ expect }) => {
    const socket = await open();
    const read = textOf(socket);
    socket.write(get('/salud'));
    await once(socket, 'data');
    socket.write('hola\r\n\r\n');
    const answers = answersIn(await read);
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
  });

  test('takes longer than ten seconds for its headers gets a page', { timeout: 60_000 }, async ({ expect }) => {
    const asked = performance.now();
    const [answer] = answersIn(await exchange(`GET / HTTP/1.1\r\n${host}`));
    expect([answer?.status, answer?.headers]).toEqual([408, headers]);
    const seconds = (performance.now() - asked) / 1_000;
    expect(seconds).toBeGreaterThan(9.5);
    expect(seconds).toBeLessThan(12.5);
  });

  test('never comes leaves nothing on its connection', { timeout: 60_000 }, async ({ expect }) => {
    expect(await exchange('')).toBe('');
  });

  test('is cut off disturbs nobody', async ({ expect }) => {
    for (const sent of ['GET / HT', `${form}Content-Length: 10\r\n\r\nruc`, 'hola\r\n\r\n']) {
      const socket = await open();
      socket.write(sent);
      await wait(20);
      socket.resetAndDestroy();
    }
    expect((await product.visitor().get('/ingreso')).status).toBe(200);
  });
});

test('A request that could not be read has a line in the log with its fault, and no connection is left', async () => {
  const lines = logOf(product).filter(({ msg }) => msg === 'a request could not be read');
  expect(new Set(lines.map(({ status }) => status))).toEqual(new Set([400, 408, 413, 417, 431]));
  expect(new Set(lines.map(({ level }) => level))).toEqual(new Set([30]));
  expect(lines.find(({ status }) => status === 431)?.fault).toBe('HPE_HEADER_OVERFLOW');
  expect(logOf(product).filter(({ level }) => level > 30)).toEqual([]);
  const asked = performance.now();
  product.kill('SIGTERM');
  expect(await product.ended).toEqual({ code: 0, signal: null });
  // Requests under way are given nine seconds (F3): what ends so soon has ended by itself.
  expect(performance.now() - asked).toBeLessThan(3_000);
});

async function open(): Promise<Socket> {
  const socket = connect(Number(product.baseUrl.port), product.baseUrl.hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

// Sends bytes; gives everything that comes until the product ends the connection.
async function exchange(sent: string | Buffer): Promise<string> {
  const socket = await open();
  const read = textOf(socket);
  socket.write(sent);
  return read;
}

async function textOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(socket, 'end').then(() => true);
  const closed = once(socket, 'close').then(() => false);
  if (!(await Promise.race([ended, closed]))) throw new Error(`The connection was reset: ${Buffer.concat(chunks)}`);
  return Buffer.concat(chunks).toString();
}

type Answer = { status: number; headers: Record<string, string>; body: string };

function answersIn(text: string): Answer[] {
  const answers: Answer[] = [];
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    const end = rest.indexOf('\r\n\r\n') + 4;
    const [first = '', ...lines] = rest.subarray(0, end).toString().trimEnd().split('\r\n');
    const told = Object.fromEntries(
      lines.map((line) => line.split(/: (.*)/s)).map(([n = '', v = '']) => [n.toLowerCase(), v]),
    );
    const length = Number(told['content-length'] ?? 0);
    answers.push({
      status: Number(first.split(' ')[1]),
      headers: told,
      body: rest.subarray(end, end + length).toString(),
    });
    rest = rest.subarray(end + length);
  }
  return answers;
}
