import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { routes } from '../../src/routes/index.ts';
import {
  type Expectation,
  everybody,
  expectations,
  holders,
  lines,
  type Person,
} from '../support/matrix/expectations.ts';
import { forEverybody, ofEverybody, type Somebody, somebody } from '../support/matrix/people.ts';
import { addRecords, type Records, send } from '../support/matrix/requests.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('The table of routes', (stage) => {
  let records: Records;

  beforeAll(async () => {
    records = (await addRecords(stage)).own;
  });

  // Everybody asks from one address, and report links may be asked for twenty times a minute.
  beforeEach(() => stage.forgetGuesses());

  test('has the routes and rights that these tests expect, and no others', () => {
    const declared = Object.fromEntries(routes.map(({ method, path, right }) => [`${method} ${path}`, right]));
    expect(declared).toEqual(Object.fromEntries(lines.map(([key, { right }]) => [key, right])));
  });

  test.for(lines)('%s answers each kind of person according to their rights', async ([key, expectation]) => {
    const answers = await ofEverybody(stage, (visitor) =>
      ask(stage, visitor, key, addressed(stage, records, expectation)),
    );
    expect(answers).toEqual(forEverybody((person) => expected(key, expectation, person)));
  });

  test.for(lines.filter(([, { right }]) => right !== 'public' && right !== 'machine'))(
    '%s refuses htmx in the same cases, and nothing is swapped',
    async ([key, expectation]) => {
      const kept = everybody.filter((person) => !(holders[expectation.right] ?? []).includes(person));
      const path = addressed(stage, records, expectation);
      const answers = await ofEverybody(stage, (visitor) => ask(stage, visitor, key, path, { swap: true }), kept);
      expect(answers).toEqual(forEverybody((person) => expectedSwap(key, person), kept));
    },
  );

  test.for(lines.filter(([key]) => key.startsWith('POST ')))('%s refuses a form without its token', async ([key]) => {
    const path = addressed(stage, records, expectations[key]);
    const answers = await ofEverybody(stage, (visitor) => ask(stage, visitor, key, path, { token: 'x' }));
    expect(answers).toEqual(forEverybody(() => '403'));
  });

  test.for(lines.filter(([key]) => key.startsWith('POST ') && !(key.replace('POST', 'GET') in expectations)))(
    '%s can’t be opened by GET',
    async ([key, expectation]) => {
      const { visitor } = await somebody(stage, 'administrator');
      const page = await visitor.get(addressed(stage, records, expectation)(key.slice('POST '.length)));
      expect(page.status).toBe(404);
    },
  );
});

function expected(key: string, { right, answer, signedIn, record }: Expectation, person: Person): string {
  if (!holders[right]?.includes(person)) {
    if (person === 'nobody') return '303 /ingreso';
    return person === 'temporary' && key.startsWith('GET ') ? '303 /datos-generales/contrasena' : '403';
  }
  if (record && person === 'foreign') return '404';
  return (person !== 'nobody' && signedIn) || answer;
}

function expectedSwap(key: string, person: Person): string {
  if (person === 'nobody') return '401 to /ingreso';
  return person === 'temporary' && key.startsWith('GET ') ? '401 to /datos-generales/contrasena' : '403 none';
}

type Asking = { swap?: boolean; token?: string };

async function ask(
  stage: Stage,
  { visitor, token }: Somebody,
  key: string,
  path: (pattern: string) => string,
  { swap = false, token: other }: Asking = {},
): Promise<string> {
  const page = await send(visitor, key, path, { _token: other ?? token }, swap ? { 'HX-Request': 'true' } : {});
  const { location = '', 'hx-redirect': to, 'hx-reswap': reswap } = page.headers;
  const signal = to ? `to ${to}` : reswap;
  const address = location.replace(stage.site.baseUrl.origin, '').replace(/#u\d+$/, '');
  return `${page.status} ${swap ? signal : address}`.trim();
}

// Fills patterns with a contact that has a user, so that an empty form changes nothing.
function addressed({ diana, quito }: Stage, records: Records, expectation?: Expectation): (pattern: string) => string {
  const user = expectation?.asked === 'administrator' ? quito.administrator : diana;
  const ids = { contact: user.contactId, user: user.id, ...records };
  const id = expectation?.asked === 'nobody' ? 987_654_321 : ids[expectation?.record ?? 'contact'];
  return (pattern) => pattern.replace(':id', String(id)).replace(':topic', 'contactos').replace(':token', token);
}

// The token of a mail that was never sent.
const token = randomBytes(32).toString('base64url');
