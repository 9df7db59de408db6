import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import type { Product } from '../support/server/product.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { forgetCounters } from '../support/stage/counters.ts';
import { freshAddress, isIn, wrong } from '../support/stage/guesses.ts';
import { changePage, signIn } from '../support/stage/sign-in.ts';
import { type MailOffice, mailOffices } from './mail-office.ts';

const openOffice = mailOffices();
let office: MailOffice<'eva1234'>;
let products: Product[];
let eva: CastUser;

beforeAll(async () => {
  office = await openOffice(['eva1234']);
  products = await Promise.all([office.start(), office.start()]);
  eva = office.people.eva1234;
}, 60_000);
beforeEach(() => office.look(forgetCounters));

// T1, T5. Each verified wrong password leaves an incident; one that a limit refuses is verified nowhere and leaves none.
describe('Sixty wrong guesses at once over two processes get five verifications', { timeout: 60_000 }, () => {
  test('at sign-in', async () => {
    await expectVerified(5, (visitor) => signIn(visitor, { ...eva, password: wrong }));
  });

  test.for([
    ['of the old password', changePage, 'oldPassword'],
    ['of a confirmation', '/datos-generales/sesiones/cerrar-las-demas', 'password'],
  ] as const)('%s', async ([, path, field]) => {
    const owner = visitorAt(0);
    await signIn(owner, eva);
    await signIn(visitorAt(0), eva);
    const { token } = owner;
    const body = { _token: token, newPassword: 'Otra-Clave-2026', passwordAgain: 'Otra-Clave-2026', [field]: wrong };
    await expectVerified(5, (visitor) => {
      // All but the cookie by which the browser is known to the account.
      for (const name of ['soce', 'soce_form']) visitor.cookies.set(name, owner.cookies.get(name) ?? '');
      return visitor.post(path, body);
    });
  });

  test('with a stolen cookie of a known browser, while strangers keep the account waiting', async () => {
    const owner = visitorAt(0);
    await signIn(owner, eva);
    const name = owner.cookies.names.find((one) => one.startsWith('soce_conocido_')) ?? '';
    for (let time = 0; time < 5; time += 1) await signIn(visitorAt(time), { ...eva, password: wrong });
    await expectVerified(5, (visitor) => {
      visitor.cookies.set(name, owner.cookies.get(name) ?? '');
      return signIn(visitor, { ...eva, password: wrong });
    });
  });

  async function expectVerified(times: number, guess: (visitor: Visitor) => Promise<unknown>): Promise<void> {
    const before = await refusals();
    await Promise.all(Array.from({ length: 60 }, (_, index) => guess(visitorAt(index))));
    expect((await refusals()) - before).toBe(times);
  }
});

const rounds = 4;

describe('Ten right sign-ins at once over two processes all pass', { timeout: 300_000 }, () => {
  test.for([
    ['from one address', 0, true],
    ['from ten addresses', 0, false],
    ['from ten addresses after four failures', 4, false],
  ] as const)('%s', async ([, failures, together]) => {
    const passed: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await office.look(forgetCounters);
      const here = freshAddress();
      for (let time = 0; time < failures; time += 1) {
        await signIn(visitorAt(time, together ? here : undefined), { ...eva, password: wrong });
      }
      const visitors = Array.from({ length: 10 }, (_, index) => visitorAt(index, together ? here : undefined));
      const pages = await Promise.all(visitors.map((visitor) => signIn(visitor, eva)));
      passed.push(pages.filter(isIn).length);
    }
    expect(passed).toEqual(Array(rounds).fill(10));
  });
});

function visitorAt(index: number, address = freshAddress()): Visitor {
  return (products[index % 2] as Product).visitor({ address });
}

function refusals(): Promise<number> {
  return office.look(async ({ owner }) => {
    const noted = await owner.selectFrom('incidents').select('id').where('event', '=', 'sign-in.refused').execute();
    return noted.length;
  });
}
