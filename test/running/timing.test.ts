import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparable } from '../support/alike.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import type { Page } from '../support/page.ts';
import { type Product, startProduct } from '../support/product.ts';
import { administratorIdentity, answerTo } from '../support/recovery.ts';
import type { Visitor } from '../support/visitor.ts';
import { key, municipality, registerMunicipality } from './municipality.ts';

const pairs = 200;
const closeness = 5;

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

// T3. Both kinds take turns over one connection, so that whatever else the machine does happens to both alike. The
// counters of T2 are emptied between the requests, outside of what is measured.
describe('the time and the answer tell nothing', { timeout: 120_000 }, () => {
  test('of whether an account exists, at sign-in', async () => {
    const visitor = newVisitor();
    await visitor.open('/ingreso');
    const { ruc, userName } = municipality;
    const kinds = [userName, 'adminnadie'].map((name) => async () => {
      const body = { _token: visitor.token, ruc, userName: name, password: 'No-es-esta-22' };
      return timed(async () => replaced(await visitor.post('/ingreso', body), name));
    });
    const { medians, answers } = await inTurns(kinds);
    console.log(`sign-in: ${told(medians)}`);
    expect(answers).toHaveLength(1);
    expect(distance(medians)).toBeLessThan(closeness);
  });

  test('of whether the data matched, at the first and the last step of a recovery', async () => {
    const visitor = newVisitor();
    const email = administratorIdentity['Correo Electrónico'];
    const right = { ruc: municipality.ruc, email, birthDate: '1985-02-28' };
    const wrong = [{ birthDate: '1985-02-27' }, { ruc: '0960001230001' }, { email: 'amparo@prueba.exempla' }];
    let turn = 0;
    const invented = () => ({ ...right, ...wrong[turn++ % wrong.length] });
    const last: number[][] = [[], []];
    const lastAnswers = new Set<string>();
    const kinds = [() => right, invented].map((dataOf, kind) => async () => {
      const asked = await visitor.open('/recuperar');
      const { _token, check } = hiddenIn(asked);
      const typed = dataOf();
      const body = { _token, check, ...typed, answer: answerTo(asked) };
      const first = await timed(async () => replaced(await visitor.post('/recuperar', body)));
      const reason = 'Otro';
      await visitor.post('/recuperar/motivo', { _token, reason });
      const end = await timed(async () =>
        replaced(await visitor.post('/recuperar/solicitud', { _token, accepted: 'Acepto' })),
      );
      last[kind]?.push(end.ms);
      lastAnswers.add(end.answer);
      return first;
    });
    const { medians, answers } = await inTurns(kinds);
    console.log(`first step: ${told(medians)}; last step: ${told(last.map(median))}`);
    expect(await mailsPosted()).toBe(pairs);
    expect([answers.length, lastAnswers.size]).toEqual([1, 1]);
    expect(distance(medians)).toBeLessThan(closeness);
    expect(distance(last.map(median))).toBeLessThan(closeness);
  });
});

type Timed = { ms: number; answer: string };

async function inTurns(kinds: (() => Promise<Timed>)[]): Promise<{ medians: number[]; answers: string[] }> {
  const times = kinds.map((): number[] => []);
  const answers = new Set<string>();
  for (let pair = 0; pair < pairs; pair += 1) {
    // Neither kind always comes second.
    const order = kinds.map((_, index) => (pair % 2 === 0 ? index : kinds.length - 1 - index));
    for (const index of order) {
      await database.owner.deleteFrom('throttling').execute();
      await database.owner.deleteFrom('sign_in_failures').execute();
      const one = await kinds[index]?.();
      if (!one) continue;
      times[index]?.push(one.ms);
      answers.add(one.answer);
    }
  }
  return { medians: times.map(median), answers: [...answers] };
}

async function timed(work: () => Promise<string>): Promise<Timed> {
  const begun = performance.now();
  const answer = await work();
  return { ms: performance.now() - begun, answer };
}

function replaced(page: Page, ...typed: string[]): string {
  return JSON.stringify(comparable(page, typed));
}

function newVisitor(): Visitor {
  return product.visitor({ headers: { 'Accept-Encoding': 'identity' } });
}

function hiddenIn({ html }: Page): Record<'_token' | 'check', string> {
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  return { _token: value('_token'), check: value('check') };
}

async function mailsPosted(): Promise<number> {
  return (await database.owner.selectFrom('mails').select('id').where('kind', '=', 'recovery').execute()).length;
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function distance([one = 0, other = 0]: number[]): number {
  return Math.abs(one - other);
}

function told([known = 0, invented = 0]: number[]): string {
  return `${known.toFixed(2)} ms where it is known, ${invented.toFixed(2)} ms where it is invented`;
}
