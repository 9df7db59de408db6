import { beforeEach, expect, test } from 'vitest';
import { comparable } from '../support/stage/alike.ts';
import { attempt, fail, failuresAt, pretendFailures, watchVerifications, wrong } from '../support/stage/guesses.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

// T1. Each try comes from another address, so that no address reaches its limit (T2).
onStage('Guessing at an account', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('four times in a row brings no wait, and the next sign-in says how often it failed', async () => {
    await fail(stage, stage.diana, 4);
    const page = await attempt(stage, stage.diana);
    expect(page.url.pathname).toBe('/inicio');
    expect(page.announced.join(' ')).toContain('hubo 4 intentos fallidos con su usuario.');
    expect((await attempt(stage, stage.diana)).announced).toEqual([]);
  });

  test('once is mentioned in the singular', async () => {
    await fail(stage, stage.diana, 1);
    expect((await attempt(stage, stage.diana)).announced.join(' ')).toContain(
      'hubo un intento fallido con su usuario.',
    );
  });

  test('a fifth time brings a wait of 30 s, in which the right password gets the same answer', async () => {
    const [, , , , fifth] = await fail(stage, stage.diana, 5);
    stage.clock.advance(29 * second);
    const waiting = await attempt(stage, stage.diana);
    expect(waiting.status).toBe(422);
    expect(fifth && comparable(fifth)).toEqual(comparable(waiting));
    stage.clock.advance(second);
    expect((await attempt(stage, stage.diana)).url.pathname).toBe('/inicio');
  });

  test('more often doubles the wait up to 15 minutes, and tries during the wait do not count', async () => {
    await fail(stage, stage.diana, 5);
    for (const wait of [30, 60, 120, 240, 480, 900, 900]) {
      stage.clock.advance(wait * second - 1);
      expect((await attempt(stage, stage.diana)).status).toBe(422);
      stage.clock.advance(1);
      await fail(stage, stage.diana, 1);
    }
    expect((await failuresAt(stage, stage.diana))?.failures).toBe(12);
    stage.clock.advance(15 * minute);
    const page = await attempt(stage, stage.diana);
    expect(page.announced.join(' ')).toContain('hubo 12 intentos fallidos');
  });

  test('during the wait verifies no password of the account and leaves no incident', async () => {
    await fail(stage, stage.diana, 5);
    const before = await eventsOf(stage, stage.diana.ruc);
    const verifications = await watchVerifications(stage, stage.diana);
    for (const password of [wrong, stage.diana.password]) await attempt(stage, { ...stage.diana, password });
    expect(verifications.own()).toBe(0);
    expect(verifications.all()).toBe(0);
    expect(await eventsOf(stage, stage.diana.ruc)).toEqual(before);
  });

  test('is forgotten after twelve hours, not before', async () => {
    await fail(stage, stage.diana, 4);
    stage.clock.advance(12 * hour - 1);
    await fail(stage, stage.diana, 1);
    expect((await attempt(stage, stage.diana)).status).toBe(422);
    stage.clock.advance(12 * hour);
    await fail(stage, stage.diana, 1);
    const page = await attempt(stage, stage.diana);
    expect(page.announced.join(' ')).toContain('hubo un intento fallido');
  });

  test('is counted anew after a right sign-in', async () => {
    for (const _ of [1, 2]) {
      await fail(stage, stage.diana, 4);
      expect((await attempt(stage, stage.diana)).url.pathname).toBe('/inicio');
    }
    expect(await failuresAt(stage, stage.diana)).toBeUndefined();
  });

  test('counts the name in any case and the RUC with spaces as one account', async () => {
    const spellings = ['delegada01', 'DELEGADA01', 'Delegada01', ' delegada01 ', 'deleGADA01'];
    for (const userName of spellings) await fail(stage, { ...stage.diana, ruc: '17 6999993 0001', userName }, 1);
    expect((await failuresAt(stage, stage.diana))?.failures).toBe(5);
    expect((await attempt(stage, stage.diana)).status).toBe(422);
  });

  test('does not make the user with the same name in another entity wait', async () => {
    await fail(stage, stage.diana, 5);
    expect((await attempt(stage, stage.carla)).url.pathname).toBe('/inicio');
  });

  test.for([
    ['of another RUC', '1760001230001', 'delegada01'],
    ['of nobody', '1769999930001', 'nadie0001'],
    ['of no RUC', 'municipio', 'nadie0001'],
  ])('%s is counted, brings a wait and is answered as with one that exists', async ([, ruc = '', userName = '']) => {
    const invented = { ruc, userName, password: wrong };
    const answers = await fail(stage, invented, 6);
    expect((await failuresAt(stage, invented))?.failures).toBe(5);
    const usual = await fail(stage, stage.diana, 6);
    const alike = (pages: typeof usual) =>
      pages.map((page) => comparable(page, [ruc, stage.diana.ruc, userName, 'delegada01']));
    expect(alike(answers)).toEqual(alike(usual));
  });

  test('ninety-nine times in a row does not make the password void', async () => {
    await pretendFailures(stage, stage.diana, 98);
    await fail(stage, stage.diana, 1);
    stage.clock.advance(15 * minute);
    expect((await attempt(stage, stage.diana)).url.pathname).toBe('/inicio');
  });
});
