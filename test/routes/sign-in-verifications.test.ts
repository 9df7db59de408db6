import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Inbox } from '../support/server/inbox.ts';
import { addDelegate, type CastUser, newcomer, type UserState } from '../support/stage/cast.ts';
import { type Attempt, attempt, fail, pretendFailures, watchVerifications, wrong } from '../support/stage/guesses.ts';
import { changePage, resetAndRead } from '../support/stage/password-steps.ts';
import { putAdministratorsBack, recoverByMail } from '../support/stage/recovery.ts';
import { onStage } from '../support/stage/stage.ts';

const hour = 3_600_000;

// T3: whatever the account, a sign-in costs the same.
onStage('A sign-in verifies exactly one Argon2id hash', (stage) => {
  let inbox: Inbox;
  beforeAll(async () => {
    inbox = await stage.openInbox();
  });
  beforeEach(async () => {
    await stage.forgetGuesses();
    await putAdministratorsBack(stage);
  });

  const accounts: [what: string, prepare: () => Promise<Attempt> | Attempt, lands: string][] = [
    ['with the right password', () => stage.diana, '/inicio'],
    ['with a wrong password', () => ({ ...stage.diana, password: wrong }), '/ingreso'],
    ['with an empty password', () => ({ ...stage.diana, password: '' }), '/ingreso'],
    ['with an unknown user', () => ({ ...stage.diana, userName: 'nadie0001' }), '/ingreso'],
    ['with an unknown RUC', () => ({ ...stage.diana, ruc: '1760001230001' }), '/ingreso'],
    ['with a temporary password that the administrator typed', () => someone('temporary'), changePage],
    ['with one that has expired', () => late(someone('temporary'), 72), '/ingreso'],
    ['with the temporary password of a reset', async () => reset(await someone('settled')), changePage],
    ['with the password that a reset ended', async () => replaced(await someone('settled')), '/ingreso'],
    ['with one of a reset that has expired', () => late(someone('settled').then(reset), 24), '/ingreso'],
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
    ['whose password is void', async () => besieged(await someone('settled')), '/ingreso'],
    ['while the account waits', async () => waiting(await someone('settled')), '/ingreso'],
  ];

  test.for(accounts)('%s', async ([, prepare, lands]) => {
    const typed = await prepare();
    const verifications = await watchVerifications(stage, stage.diana);
    const page = await attempt(stage, typed);
    expect([page.url.pathname, verifications.all()]).toEqual([lands, 1]);
  });

  let people = 0;

  function someone(state: UserState): Promise<CastUser> {
    people += 1;
    const userName = `medido00${people}`;
    const data = newcomer('Medina', 'Mía', { email: `${userName}@prueba.example` });
    return addDelegate(stage, userName, data, state);
  }

  async function reset(user: CastUser): Promise<CastUser> {
    return { ...user, password: await resetAndRead(stage, inbox, user) };
  }

  async function replaced(user: CastUser): Promise<CastUser> {
    await reset(user);
    return user;
  }

  async function recovered(): Promise<CastUser> {
    return (await recoverByMail(stage, inbox, stage.quito.administrator)).temporary;
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

  async function waiting(user: CastUser): Promise<CastUser> {
    await fail(stage, user, 5);
    return user;
  }
});
