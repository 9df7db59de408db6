import { beforeEach, expect, test } from 'vitest';
import { attempt, fail, failuresAt, freshAddress, isIn, watchVerifications, wrong } from '../support/stage/guesses.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('Simultaneous guesses', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('of fifty wrong passwords from fifty addresses lead to five verifications', async () => {
    const verifications = await watchVerifications(stage, stage.diana);
    const before = await eventsOf(stage, stage.diana.ruc);
    const pages = await atOnce(50, () => attempt(stage, { ...stage.diana, password: wrong }));
    expect(pages.map(({ status }) => status)).toEqual(Array(50).fill(422));
    expect(verifications.own()).toBe(5);
    expect((await failuresAt(stage, stage.diana))?.failures).toBe(5);
    const noted = (await eventsOf(stage, stage.diana.ruc)).slice(before.length);
    expect(noted).toEqual(Array(5).fill('sign-in.refused'));
  });

  test('at thirty accounts from one address lead to twenty verifications', async () => {
    const here = freshAddress();
    const accounts = Array.from({ length: 30 }, (_, index) => `nadie${index}`);
    await Promise.all(
      accounts.map((userName) => attempt(stage, { ruc: stage.quito.ruc, userName, password: wrong }, here)),
    );
    const counted = await stage.database.owner.selectFrom('sign_in_failures').selectAll().execute();
    expect(counted).toHaveLength(20);
  });

  test.for([
    ['ten right passwords from one address', 0, true],
    ['ten right passwords from ten addresses', 0, false],
    ['ten right passwords after four failures from one address', 4, true],
    ['ten right passwords after four failures from ten addresses', 4, false],
  ] as const)('with %s are all accepted', async ([, failures, together]) => {
    await fail(stage, stage.diana, failures);
    const here = freshAddress();
    const pages = await atOnce(10, () => attempt(stage, stage.diana, together ? here : freshAddress()));
    expect(pages.map(isIn)).toEqual(Array(10).fill(true));
    expect(await failuresAt(stage, stage.diana)).toBeUndefined();
  });

  test('that are partly right are each answered correctly, with at most five verified wrong ones', async () => {
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
