import { describe, expect, test } from 'vitest';
import { temporaryPasswordIn } from '../support/inbox.ts';
import { mailOffices } from './mail-office.ts';
import { type Delegate, goesTo, mailOf, postReset, standStill, until } from './mailing.ts';
import { administratorAt } from './municipality.ts';
import { carriedTo } from './stream.ts';

const openOffice = mailOffices();

/** A heartbeat is missed after 20 s; it is noticed within 10 s, and the next try waits 10 to 20 s. */
const seconds = { missed: 20, noticed: 10, waiting: 20, some: 10 };

describe.concurrent.each(['server', 'embedded'] as const)('kill -9, on the %s database,', (kind) => {
  test('loses no mail: what was out comes once more within a minute, all else once', { timeout: 180_000 }, async () => {
    const refused = { email: '', kill: () => {} };
    const office = await openOffice(['eva', 'ana', 'sol'], {
      kind,
      inbox: {
        smtp: {
          onRcptTo: ({ address }, _session, answer) => {
            if (address !== refused.email) return answer();
            refused.kill();
            answer(Object.assign(new Error('Try again later'), { responseCode: 451 }));
          },
        },
      },
    });
    const { people, inbox } = office;
    const [eva, ana, sol] = people as [Delegate, Delegate, Delegate];
    let product = await office.start();
    let administrator = await administratorAt(product);
    const session = administrator.cookies.get('soce') ?? '';
    const { token } = administrator;
    const startAgain = async () => {
      expect(await product.ended).toEqual({ code: null, signal: 'SIGKILL' });
      // As if nobody had been there for so long.
      await office.look((database) => standStill(database, seconds.missed));
      product = await office.start();
      administrator = await carriedTo(product, session);
    };

    // Between the server's taking it over and the product's hearing of it.
    inbox.beforeAnswer = async () => product.kill('SIGKILL');
    await postReset(administrator, token, eva);
    await product.ended;
    inbox.beforeAnswer = async () => {};
    await startAgain();

    // As soon as the change is acknowledged.
    await postReset(administrator, token, ana);
    product.kill('SIGKILL');
    await startAgain();

    // While the server refuses.
    Object.assign(refused, { email: sol.email, kill: () => product.kill('SIGKILL') });
    await postReset(administrator, token, sol);
    await product.ended;
    refused.email = '';
    await startAgain();

    const comings = (person: Delegate) => inbox.mails.filter(goesTo(person));
    await until(
      () => people.map((person) => comings(person).length),
      (times) => times.join() === '2,1,1',
      seconds.noticed + seconds.waiting + seconds.some,
    );
    const [first, second] = comings(eva);
    if (!first || !second) return expect.unreachable();
    expect(second.messageId).toBe(first.messageId);
    expect(temporaryPasswordIn(second)).toBe(temporaryPasswordIn(first));

    product.kill('SIGTERM');
    expect(await product.ended).toEqual({ code: 0, signal: null });
    const standings = await office.look((database) => Promise.all(people.map((person) => mailOf(database, person))));
    expect(standings.map(({ state, status }) => [state, status])).toEqual(Array(3).fill(['completed', 'sent']));
    expect(people.map((person) => comings(person).length)).toEqual([2, 1, 1]);
  });
});
