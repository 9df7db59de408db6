import { beforeEach, expect, test } from 'vitest';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { attempt, fail, pretendFailures, watchVerifications, wrong } from '../support/stage/guesses.ts';
import { resetAndRead } from '../support/stage/password-steps.ts';
import { putAdministratorsBack, recoverByMail } from '../support/stage/recovery.ts';
import { type Credentials, changePage } from '../support/stage/sign-in.ts';
import { onMailStage } from '../support/stage/stage.ts';

const hour = 3_600_000;

// T3: a sign-in takes the same work for every account.
onMailStage('A sign-in within the limits verifies exactly one Argon2id hash', (stage) => {
  beforeEach(async () => {
    await stage.forgetGuesses();
    await putAdministratorsBack(stage);
  });

  const accounts: [what: string, prepare: () => Promise<Credentials> | Credentials, lands: string][] = [
    ['with the right password', () => stage.diana, '/inicio'],
    ['with a wrong password', () => ({ ...stage.diana, password: wrong }), '/ingreso'],
    ['with an empty password', () => ({ ...stage.diana, password: '' }), '/ingreso'],
    ['with an unknown user', () => ({ ...stage.diana, userName: 'nadie0001' }), '/ingreso'],
    ['with an unknown RUC', () => ({ ...stage.diana, ruc: '1760001230001' }), '/ingreso'],
    [
      'with a temporary password that the administrator typed',
      () => someone(stage, { state: 'temporary' }),
      changePage,
    ],
    ['with one that has expired', () => late(someone(stage, { state: 'temporary' }), 72), '/ingreso'],
    ['with the temporary password of a reset', async () => reset(await someone(stage)), changePage],
    ['with the password that a reset ended', async () => replaced(await someone(stage)), '/ingreso'],
    ['with one of a reset that has expired', () => late(someone(stage).then(reset), 24), '/ingreso'],
    ['with the temporary password of a recovery', () => recovered(), changePage],
    [
      'with the ordinary password beside that of a recovery',
      async () => ({ ...(await recovered()), password: stage.quito.administrator.password }),
      '/inicio',
    ],
    [
      'with a wrong password beside that of a recovery',
      async () => ({ ...(await recovered()), password: wrong }),
      '/ingreso',
    ],
    ['of a user who is INACTIVO', () => stage.nadia, '/ingreso'],
    ['whose password is void', async () => besieged(await someone(stage)), '/ingreso'],
  ];

  test.for(accounts)('%s', async ([, prepare, lands]) => {
    const typed = await prepare();
    const verifications = await watchVerifications(stage, stage.diana);
    const page = await attempt(stage, typed);
    expect([page.url.pathname, verifications.all()]).toEqual([lands, 1]);
  });

  test('that a limit refuses verifies none', async () => {
    const user = await someone(stage);
    await fail(stage, user, 5);
    const verifications = await watchVerifications(stage, user);
    expect((await attempt(stage, user)).url.pathname).toBe('/ingreso');
    expect(verifications.all()).toBe(0);
  });

  async function reset(user: CastUser): Promise<CastUser> {
    return { ...user, password: await resetAndRead(stage, user) };
  }

  async function replaced(user: CastUser): Promise<CastUser> {
    await reset(user);
    return user;
  }

  async function recovered(): Promise<CastUser> {
    return (await recoverByMail(stage, stage.quito.administrator)).temporary;
  }

  async function late(user: Promise<CastUser>, hours: number): Promise<CastUser> {
    const found = await user;
    stage.clock.advance(hours * hour);
    return found;
  }

  async function besieged(user: CastUser): Promise<CastUser> {
    await pretendFailures(stage, user, 99);
    await fail(stage, user, 1);
    stage.clock.advance(hour);
    return user;
  }
});
