import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { type Product, startProduct } from '../support/server/product.ts';
import { comparable } from '../support/stage/alike.ts';
import { forgetCounters } from '../support/stage/counters.ts';
import { queuedJobs } from '../support/stage/mail-queue.ts';
import { administratorIdentity, answerTo } from '../support/stage/recovery.ts';
import { until } from './mailing.ts';
import { key, municipality, registerMunicipality } from './municipality.ts';

const pairs = 200;
const closeness = 5;
const mostRounds = 3;
const quarter = 15 * 60_000;

const folder = mkdtempSync(join(tmpdir(), 'soce-timing-'));
let database: FreshDatabase;
let product: Product;

beforeAll(async () => {
  database = await freshDatabase();
  await registerMunicipality(database);
  const where = { DATABASE_URL: database.url, SOCE_DATA_DIR: folder };
  product = await startProduct({ ...where, SOCE_KEY: key, LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  product?.kill('SIGKILL');
  await product?.ended;
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

// T3. Both kinds of requests take turns over one connection, so that the load of the machine affects both alike. The
// counters of T2 are emptied between the requests, outside of the measured time.
describe('The time and the answer do not reveal', { timeout: 400_000 }, () => {
  test('at sign-in whether an account exists', async () => {
    const visitor = newVisitor();
    await visitor.open('/ingreso');
    const { ruc, userName } = municipality;
    const kinds = [userName, 'adminnadie'].map((name) => async () => {
      const body = { _token: visitor.token, ruc, userName: name, password: 'No-es-esta-22' };
      return [await timed(() => visitor.post('/ingreso', body), name)];
    });
    await expectAlike(kinds, { 'sign-in': 422 });
  });

  test('at sign-in whether a limit refuses the guess', async () => {
    const visitor = newVisitor();
    await visitor.open('/ingreso');
    const { ruc, userName } = municipality;
    const guess = async () => [
      await timed(() => visitor.post('/ingreso', { _token: visitor.token, ruc, userName, password: 'No-es-esta-22' })),
    ];
    const now = new Date();
    const row = {
      ruc,
      name_folded: userName,
      failures: 5,
      last_at: now,
      waits_until: new Date(now.getTime() + quarter),
    };
    const waiting = () => database.owner.insertInto('sign_in_failures').values(row).execute();
    await expectAlike([guess, () => waiting().then(guess)], { 'sign-in': 422 });
  });

  test('at the first and the last step of a recovery whether the data matched', async () => {
    const visitor = newVisitor();
    const email = administratorIdentity['Correo Electrónico'];
    const right = { ruc: municipality.ruc, email, birthDate: '1985-02-28' };
    const wrong = [{ birthDate: '1985-02-27' }, { ruc: '0960001230001' }, { email: 'amparo@prueba.exempla' }];
    const recover = async (data: Record<string, string>) => {
      const asked = await visitor.open('/recuperar');
      const [_token = '', check = ''] = [asked.hidden('_token'), asked.hidden('check')];
      const body = { _token, check, ...data, answer: answerTo(asked) };
      const first = await timed(() => visitor.post('/recuperar', body));
      await visitor.post('/recuperar/motivo', { _token, reason: 'Otro' });
      const last = await timed(() => visitor.post('/recuperar/solicitud', { _token, accepted: 'Acepto' }));
      return [first, last];
    };
    let turn = 0;
    const invented = () => ({ ...right, ...wrong[turn++ % wrong.length] });
    await expectAlike([() => recover(right), () => recover(invented())], { 'first step': 303, 'last step': 303 });

    // Confirms the measured kinds: right data lead to one mail each time, invented ones to none.
    expect(new Set((await mails()).map(({ recipient }) => recipient))).toEqual(new Set([email]));
    const inventions = wrong.map((one) => ({ data: { ...right, ...one }, brings: [] }));
    for (const { data, brings } of [{ data: right, brings: [{ recipient: email, status: 'sent' }] }, ...inventions]) {
      const { length } = await mails();
      await forgetCounters(database);
      await recover(data);
      expect((await mails()).slice(length)).toEqual(brings);
    }
  });
});

type Timed = { ms: number; status: number; answer: string };

/** A kind of measured action; gives its requests. */
type Kind = () => Promise<Timed[]>;

// Measures in up to several rounds: a real difference shows in each of them, one by chance does not.
async function expectAlike(kinds: Kind[], expected: Record<string, number>): Promise<void> {
  const names = Object.keys(expected);
  let rounds: Measured[] = [];
  for (let round = 1; round <= mostRounds; round += 1) {
    rounds = await inTurns(kinds, names);
    const figures = rounds.map(
      ({ medians }, index) => `${names[index]} ${medians.map((ms) => ms.toFixed(2)).join(' : ')}`,
    );
    console.log(`Medians in ms, one kind : the other — ${figures.join(', ')}`);
    expect(rounds.map(({ answers }) => answers)).toEqual(names.map(() => 1));
    expect(rounds.map(({ statuses }) => statuses)).toEqual(Object.values(expected).map((status) => [status]));
    if (rounds.every(isClose)) break;
  }
  expect(rounds.filter((round) => !isClose(round))).toEqual([]);
}

function isClose({ medians: [one = 0, other = 0] }: { medians: number[] }): boolean {
  return Math.abs(one - other) < closeness;
}

/** The results of one request: the number of different answers, their statuses, and the median time of each kind. */
type Measured = { answers: number; statuses: number[]; medians: number[] };

async function inTurns(kinds: Kind[], names: string[]): Promise<Measured[]> {
  const found = names.map(() => ({
    answers: new Set<string>(),
    statuses: new Set<number>(),
    times: kinds.map((): number[] => []),
  }));
  for (let pair = 0; pair < pairs; pair += 1) {
    // The order of the kinds changes from pair to pair.
    const order = pair % 2 === 0 ? [...kinds.keys()] : [...kinds.keys()].reverse();
    for (const kind of order) {
      await forgetCounters(database);
      for (const [index, { ms, status, answer }] of ((await kinds[kind]?.()) ?? []).entries()) {
        found[index]?.answers.add(answer);
        found[index]?.statuses.add(status);
        found[index]?.times[kind]?.push(ms);
      }
    }
  }
  return found.map(({ answers, statuses, times }) => ({
    answers: answers.size,
    statuses: [...statuses],
    medians: times.map(median),
  }));
}

async function timed(work: () => Promise<Page>, ...typed: string[]): Promise<Timed> {
  const begun = performance.now();
  const page = await work();
  const ms = performance.now() - begun;
  return { ms, status: page.status, answer: JSON.stringify(comparable(page, typed)) };
}

function newVisitor(): Visitor {
  return product.visitor({ headers: { 'Accept-Encoding': 'identity' } });
}

/** Waits until the queue is empty; reads the mails of all recoveries so far. */
async function mails(): Promise<{ recipient: string; status: string }[]> {
  await until(
    () => queuedJobs({ database }),
    (jobs) => jobs === 0,
    120,
  );
  const posted = database.owner.selectFrom('mails').select(['recipient', 'status']).where('kind', '=', 'recovery');
  return posted.orderBy('id').execute();
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
