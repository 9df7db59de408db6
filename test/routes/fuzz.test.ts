import { afterAll, expect, test } from 'vitest';
import { routes } from '../../src/routes/index.ts';
import { openBadInputStage } from '../support/bad-input/bad-input-stage.ts';
import { badIds, badQueries, extraFields } from '../support/bad-input/bad-requests.ts';
import { bodyOf, type Sent } from '../support/bad-input/body.ts';
import type { Explorer, ServedForm } from '../support/bad-input/served-forms.ts';
import { exchange } from '../support/browser/http.ts';

// The seed of the random requests, which makes a run repeatable.
const seed = 20_261_122;
const requests = 5_000;

const stage = await openBadInputStage();
afterAll(stage.close);

const random = randomFrom(seed);
const explorers = [...new Set(stage.pages.map(({ explorer }) => explorer))];
const origin = stage.forms[0]?.action.origin ?? '';
const tokens = new Map(stage.forms.map(({ explorer, entries }) => [explorer, tokenIn(entries)]));
const fieldNames = [...new Set(stage.forms.flatMap(({ entries }) => entries.map(([name]) => name)))];
const posts = routes.filter(({ method }) => method === 'POST').map(({ path }) => path);
const files = new Set(routes.filter(({ file }) => file).map(({ path }) => path));
const gets = routes.filter(({ method }) => method === 'GET').map(({ path }) => path);

test(`Of ${requests} random requests to all routes none fails, and refused ones write nothing`, {
  timeout: 180_000,
}, async () => {
  const faults: string[] = [];
  const answered = new Map<string, number>();
  let [accepted, changing] = [0, 0];
  for (let count = 0; count < requests; count += 1) {
    const one = pick([alteredForm, anyPost, anyGet, anyGet])();
    const { status } = await send(one);
    const refused = status >= 400;
    if (status >= 500) faults.push(`${status} to number ${count}: ${describe(one)}`);
    answered.set(`${one.method} ${one.route}`, (answered.get(`${one.method} ${one.route}`) ?? 0) + 1);
    // A download leaves its incident.
    if (files.has(one.route) && !refused) await stage.keepsake.restore();
    if (one.method === 'GET' && !refused) continue;
    if (one.method === 'POST' && !refused) accepted += 1;
    const changes = await stage.keepsake.changes();
    if (changes.length === 0) continue;
    changing += 1;
    if (refused) faults.push(`${status}, and yet written, to number ${count}: ${describe(one)}`);
    await stage.keepsake.restore();
  }
  expect(faults).toEqual([]);
  // Enough requests get past the guards.
  expect(accepted).toBeGreaterThan(300);
  expect(changing).toBeGreaterThan(100);
  const unasked = routes.filter(({ method, path }) => !answered.has(`${method} ${path}`));
  expect(unasked.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

type Shot = { method: 'GET' | 'POST'; route: string; address: string; explorer: Explorer; body: Buffer | undefined };

/** Makes a request of a served form with one to three alterations. */
function alteredForm(): Shot {
  const form = pick(stage.forms);
  let entries = form.entries.map(([name, value]): [string, Sent] => [name, value]);
  for (let times = 1 + integer(3); times > 0; times -= 1) entries = altered(entries, form);
  const { action, explorer, pattern } = form;
  const address = chance(0.8) ? `${action.pathname}${action.search}` : `${addressOf(pattern)}${query()}`;
  return { method: 'POST', route: routeOf(pattern, 'POST'), address, explorer, body: bodyOf(entries) };
}

/** Makes a request of fields of all forms, mostly with the token of the browser that sends it. */
function anyPost(): Shot {
  const explorer = pick(explorers);
  const entries = Array.from({ length: integer(12) }, (): [string, Sent] => [anyName(), anyValue()]);
  if (chance(0.9)) entries.push(['_token', tokens.get(explorer) ?? '']);
  const route = pick(posts);
  return { method: 'POST', route, address: `${addressOf(route)}${query()}`, explorer, body: bodyOf(entries) };
}

function anyGet(): Shot {
  const route = pick(gets);
  return {
    method: 'GET',
    route,
    address: `${addressOf(route)}${query()}`,
    explorer: pick(explorers),
    body: undefined,
  };
}

function altered(entries: [string, Sent][], form: ServedForm): [string, Sent][] {
  const place = integer(entries.length);
  const [name = '', value = ''] = entries[place] ?? [];
  const others = [...entries.slice(0, place), ...entries.slice(place + 1)];
  return pick([
    () => others,
    () => [...entries, [name, value] as [string, Sent]],
    () => [...others, [name, anyValue()] as [string, Sent]],
    () => [...others, [name, pick(form.entries)[1]] as [string, Sent]],
    () => [...others, [name, within(String(value), anyText())] as [string, Sent]],
    () => [...entries, pick(extraFields)],
    () => [...entries].sort(() => random() - 0.5),
  ])();
}

function send({ method, address, explorer, body }: Shot) {
  const url = new URL(`${origin}${address}`);
  const cookie = chance(0.9) ? explorer.visitor.cookies.header(url) : pick(oddCookies);
  return exchange({
    method,
    url,
    headers: {
      ...(body && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      ...(cookie && { Cookie: cookie }),
      ...(chance(0.15) && { 'HX-Request': 'true' }),
      ...(chance(0.05) && { Origin: pick(['null', 'https://otro.example', 'x']) }),
    },
    body,
  });
}

const oddCookies = [
  '%',
  '=',
  'soce=',
  'soce=%',
  'soce=%zz; soce_form=%',
  `soce=${'x'.repeat(8_000)}`,
  'soce_aviso=%FF',
];

function addressOf(route: string): string {
  return route.replace(/:\w+/g, () => (chance(0.5) ? String(1 + integer(12)) : pick(badIds)[1]));
}

function routeOf(pattern: string, method: string): string {
  return routes.find((route) => route.method === method && route.path === pattern)?.path ?? pattern;
}

function query(): string {
  if (chance(0.6)) return '';
  const name = pick(['pagina', 'filas', 'buscar', 'orden', 'imprimir', 'estado', 'x']);
  return `?${name}=${pick(badQueries)[1].replaceAll('{}', name)}`;
}

function anyName(): string {
  return chance(0.8) ? pick(fieldNames) : pick(extraFields)[0];
}

function anyValue(): Sent {
  return chance(0.1) ? { bytes: pick(['%', '%FF', '%00', '%ED%A0%80', '%zz%4']) } : anyText();
}

function anyText(): string {
  const texts = [
    '',
    ' ',
    '0',
    '-1',
    '1e9',
    '٣',
    'ACTIVO',
    '2022-06-31',
    '<b>',
    "' or 1=1--",
    '\r\nX: y',
    '😀',
    '\u0000',
  ];
  const made = () => String.fromCodePoint(...Array.from({ length: integer(40) }, () => 1 + integer(0x2fff)));
  return pick([() => pick(texts), made, () => 'x'.repeat(integer(4_000)), () => String(integer(2 ** 31))])();
}

function within(text: string, more: string): string {
  const place = integer(text.length + 1);
  return text.slice(0, place) + more + text.slice(place);
}

function describe({ method, address, explorer, body }: Shot): string {
  return `${method} ${address.slice(0, 200)} by ${explorer.name}: ${body?.toString('latin1').slice(0, 400) ?? ''}`;
}

function tokenIn(entries: [string, string][]): string {
  return entries.find(([name]) => name === '_token')?.[1] ?? '';
}

function pick<T>(list: readonly T[]): T {
  return list[integer(list.length)] as T;
}

function chance(share: number): boolean {
  return random() < share;
}

function integer(below: number): number {
  return Math.floor(random() * below);
}

// The generator mulberry32, which gives the same numbers on every machine.
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
