import { beforeEach, expect, test } from 'vitest';
import { attempt, fail, failuresAt, freshAddress, isIn, watchVerifications, wrong } from '../support/stage/guesses.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('Guesses at one moment', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('fifty wrong ones from fifty addresses get five verifications and no more', async () => {
    const verifications = await watchVerifications(stage, stage.diana);
    const before = await eventsOf(stage, stage.diana.ruc);
    const pages = await atOnce(50, () => attempt(stage, { ...stage.diana, password: wrong }));
    expect(pages.map(({ status }) => status)).toEqual(Array(50).fill(422));
    expect(verifications.own()).toBe(5);
    expect((await failuresAt(stage, stage.diana))?.failures).toBe(5);
    const noted = (await eventsOf(stage, stage.diana.ruc)).slice(before.length);
    expect(noted).toEqual(Array(5).fill('sign-in.refused'));
  });

  test('thirty at as many accounts from one address get twenty', async () => {
    const here = freshAddress();
    const accounts = Array.from({ length: 30 }, (_, index) => `nadie${index}`);
    await Promise.all(
      accounts.map((userName) => attempt(stage, { ruc: stage.quito.ruc, userName, password: wrong }, here)),
    );
    const counted = await stage.database.owner.selectFrom('sign_in_failures').selectAll().execute();
    expect(counted).toHaveLength(20);
  });

  test.for([
    ['ten right ones from one address', 0, true],
    ['ten right ones from ten addresses', 0, false],
    ['ten right ones after four failures from one address', 4, true],
    ['ten right ones after four failures from ten addresses', 4, false],
  ] as const)('%s all pass', async ([, failures, together]) => {
    await fail(stage, stage.diana, failures);
    const here = freshAddress();
    const pages = await atOnce(10, () => attempt(stage, stage.diana, together ? here : freshAddress()));
    expect(pages.map(isIn)).toEqual(Array(10).fill(true));
    expect(await failuresAt(stage, stage.diana)).toBeUndefined();
  });

  test('right and wrong ones are each answered as they are, and the wrong ones get no more than five', async () => {
    const verifications = await watchVerifications(stage, stage.diana);
    const passwords = Array.from({ length: 20 }, (_, index) => (index < 4 ? wrong : stage.diana.password));
    const pages = await Promise.all(passwords.map((password) => attempt(stage, { ...stage.diana, password })));
    expect(pages.map(isIn)).toEqual(passwords.map((password) => password !== wrong));
    expect(verifications.own()).toBe(20);
  });

  function atOnce<T>(times: number, work: () => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: times }, work));
  }
});
