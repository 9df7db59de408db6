import { beforeEach, expect, test, vi } from 'vitest';
import {
  attempt,
  failuresAt,
  freshAddress,
  isIn,
  watchVerifications,
  windowClock,
  wrong,
} from '../support/stage/guesses.ts';
import { onStage } from '../support/stage/stage.ts';

const second = 1_000;

// T2. What is counted by the minute goes by the machine's clock, what is counted in a row by the stage's.
onStage('Guessing from an address', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('at one account has five tries a minute, whatever the account’s wait', async () => {
    const clock = windowClock();
    const here = freshAddress();
    for (let time = 0; time < 5; time += 1) await attempt(stage, { ...stage.diana, password: wrong }, here);
    stage.clock.advance(45 * second);
    clock.advance(45 * second);
    const verifications = await watchVerifications(stage, stage.diana);
    expect((await attempt(stage, stage.diana, here)).status).toBe(422);
    expect(verifications.own()).toBe(0);
    expect((await failuresAt(stage, stage.diana))?.failures).toBe(5);
    clock.advance(15 * second + 1);
    expect((await attempt(stage, stage.diana, here)).url.pathname).toBe('/inicio');
  });

  test('is refused there alone: from elsewhere and to another account the way is open', async () => {
    const here = freshAddress();
    for (let time = 0; time < 5; time += 1) await attempt(stage, { ...stage.diana, password: wrong }, here);
    stage.clock.advance(30 * second);
    expect((await attempt(stage, stage.bruno, here)).url.pathname).toBe('/inicio');
    expect((await attempt(stage, stage.diana, here)).status).toBe(422);
    expect((await attempt(stage, stage.diana)).url.pathname).toBe('/inicio');
  });

  test('at many accounts has twenty tries a minute; then the right password gets the same answer', async () => {
    const clock = windowClock();
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

  test('does not count those who are right', async () => {
    const here = freshAddress();
    for (let time = 0; time < 22; time += 1) {
      expect(isIn(await attempt(stage, stage.diana, here))).toBe(true);
    }
  });

  test('leaves nothing behind in the process that would go on for each try', async () => {
    const timer = vi.spyOn(globalThis, 'setTimeout');
    await attempt(stage, stage.diana);
    await attempt(stage, { ...stage.diana, password: wrong });
    // One that the test starts shows that they are seen.
    clearTimeout(setTimeout(() => {}, 60_001));
    const long = timer.mock.calls.map(([, ms]) => ms ?? 0).filter((ms) => ms > 60_000);
    timer.mockRestore();
    expect(long).toEqual([60_001]);
  });
});
