import { beforeEach, expect, test, vi } from 'vitest';
import { attempt, failuresAt, freshAddress, isIn, watchVerifications, wrong } from '../support/stage/guesses.ts';
import { onStage } from '../support/stage/stage.ts';

const second = 1_000;

// T2.
onStage('Guessing from an address', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('at one account has five tries a minute, regardless of the account’s wait', async () => {
    const { clock } = stage;
    const here = freshAddress();
    for (let time = 0; time < 5; time += 1) await attempt(stage, { ...stage.diana, password: wrong }, here);
    clock.advance(45 * second);
    const verifications = await watchVerifications(stage, stage.diana);
    expect((await attempt(stage, stage.diana, here)).status).toBe(422);
    expect(verifications.own()).toBe(0);
    expect((await failuresAt(stage, stage.diana))?.failures).toBe(5);
    clock.advance(15 * second + 1);
    expect((await attempt(stage, stage.diana, here)).url.pathname).toBe('/inicio');
  });

  test('is limited for that address and account alone', async () => {
    const here = freshAddress();
    for (let time = 0; time < 5; time += 1) await attempt(stage, { ...stage.diana, password: wrong }, here);
    stage.clock.advance(30 * second);
    expect((await attempt(stage, stage.bruno, here)).url.pathname).toBe('/inicio');
    expect((await attempt(stage, stage.diana, here)).status).toBe(422);
    expect((await attempt(stage, stage.diana)).url.pathname).toBe('/inicio');
  });

  test('at many accounts has twenty tries a minute, after which the right password gets the same answer', async () => {
    const { clock } = stage;
    const here = freshAddress();
    for (let number = 1; number <= 19; number += 1) {
      await attempt(stage, { ruc: stage.quito.ruc, userName: `nadie${number}`, password: wrong }, here);
    }
    expect((await attempt(stage, stage.diana, here)).url.pathname).toBe('/inicio');
    await attempt(stage, { ruc: stage.quito.ruc, userName: 'nadie20', password: wrong }, here);
    const refused = await attempt(stage, stage.diana, here);
    expect(refused.status).toBe(422);
    expect(refused.errors).toEqual([expect.stringContaining('No pudimos darle ingreso con estos datos.')]);
    expect(await failuresAt(stage, stage.diana)).toBeUndefined();
    expect((await attempt(stage, stage.diana)).url.pathname).toBe('/inicio');
    clock.advance(61 * second);
    expect((await attempt(stage, stage.diana, here)).url.pathname).toBe('/inicio');
  });

  test('is not counted where the password is right', async () => {
    const here = freshAddress();
    for (let time = 0; time < 22; time += 1) {
      expect(isIn(await attempt(stage, stage.diana, here))).toBe(true);
    }
  });

  test('starts no timer in the process for each try', async () => {
    const timer = vi.spyOn(globalThis, 'setTimeout');
    await attempt(stage, stage.diana);
    await attempt(stage, { ...stage.diana, password: wrong });
    // A timer of the test shows that the check finds them.
    clearTimeout(setTimeout(() => {}, 60_001));
    const long = timer.mock.calls.map(([, ms]) => ms ?? 0).filter((ms) => ms > 60_000);
    timer.mockRestore();
    expect(long).toEqual([60_001]);
  });
});
