import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { type Product, startProduct } from '../support/server/product.ts';
import { freshAddress } from '../support/stage/guesses.ts';
import { key, municipality, registerMunicipality } from './municipality.ts';

let database: FreshDatabase;
let product: Product;

beforeAll(async () => {
  database = await freshDatabase();
  await registerMunicipality(database);
  product = await startProduct({ DATABASE_URL: database.url, SOCE_KEY: key, LOG_LEVEL: 'error' });
});
afterAll(async () => {
  product?.kill('SIGKILL');
  await product?.ended;
  await database?.close();
});

test('Two hundred simultaneous sign-ins, half of them right and half of them wrong, are each answered correctly', {
  timeout: 90_000,
}, async () => {
  const { ruc, userName, password } = municipality;
  const here = freshAddress();
  const right = Array.from({ length: 100 }, () => tried({ ruc, userName, password }, here));
  const wrong = Array.from({ length: 100 }, (_, index) => {
    return tried({ ruc, userName: `nadie${index}`, password: 'No-es-esta-22' }, freshAddress());
  });
  const [ofRight, ofWrong] = [await Promise.all(right), await Promise.all(wrong)];
  expect(ofRight.filter((answer) => !isDue(answer, 303))).toEqual([]);
  expect(ofWrong.filter((answer) => !isDue(answer, 422))).toEqual([]);
  const open = await database.owner.selectFrom('sessions').select('id').execute();
  expect(open).toHaveLength(5);
  expect(product.output()).not.toContain('"level":50');
});

type Answer = { status: number; waited: number };

async function tried(typed: Record<string, string>, address: string): Promise<Answer> {
  const visitor = product.visitor({ address });
  await visitor.open('/ingreso');
  const asked = performance.now();
  const { status } = await visitor.post('/ingreso', { _token: visitor.token, ...typed });
  return { status, waited: performance.now() - asked };
}

// A machine may be so slow that guesses wait for 20 seconds, after which they are told to come back (T5).
function isDue({ status, waited }: Answer, expected: number): boolean {
  return status === expected || (status === 503 && waited > 20_000);
}
