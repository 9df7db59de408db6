import { beforeEach, expect, test } from 'vitest';
import { temporaryPasswordIn } from '../support/server/inbox.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { attempt, fail, failuresAt, pretendFailures, wrong } from '../support/stage/guesses.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { recover } from '../support/stage/recovery.ts';
import { changePage } from '../support/stage/sign-in.ts';
import { onMailStage } from '../support/stage/stage.ts';

const minute = 60_000;
const hour = 60 * minute;

onMailStage('A hundred failures in a row', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('make the password void until a reset, which works during the wait and clears it', async () => {
    const user = await someone(stage);
    await besiege(user);
    stage.clock.advance(15 * minute);
    expect((await attempt(stage, user)).status).toBe(422);
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(`/administracion/usuarios/${user.id}/resetear`);
    await administrator.press('Resetear Contraseña');
    expect(await failuresAt(stage, user)).toBeUndefined();
    const password = temporaryPasswordIn(await mailTo(user.email));
    expect((await attempt(stage, { ...user, password })).url.pathname).toBe(changePage);
  });

  test('leave the password void after they are forgotten', async () => {
    const user = await someone(stage);
    await besiege(user);
    stage.clock.advance(13 * hour);
    expect((await attempt(stage, user)).status).toBe(422);
  });

  test('end a temporary password as well', async () => {
    const user = await someone(stage, { state: 'temporary' });
    await besiege(user);
    stage.clock.advance(15 * minute);
    expect((await attempt(stage, user)).status).toBe(422);
  });

  test('leave one incident, and each later try one of a refused sign-in', async () => {
    const user = await someone(stage);
    await besiege(user);
    for (const _ of [1, 2]) {
      stage.clock.advance(15 * minute);
      await attempt(stage, { ...user, password: wrong });
    }
    const last = (await eventsOf(stage, user.ruc)).slice(-3);
    expect(last).toEqual(['password.voided', 'sign-in.refused', 'sign-in.refused']);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const told = (await administrator.open('/administracion/contactos/incidencias')).table();
    expect(told.find(({ Qué }) => Qué === 'Contraseña anulada por intentos fallidos')).toMatchObject({
      Quién: 'Sin sesión',
      'Sobre quién': user.userName,
    });
  });

  test('end no session', async () => {
    const user = await someone(stage);
    const visitor = await stage.signedIn(user);
    await besiege(user);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test('do not prevent the administrator’s recovery, which works during the wait and clears it', async () => {
    const { administrator } = stage.quito;
    await besiege(administrator);
    await recover(stage.visitor());
    const password = temporaryPasswordIn(await mailTo(administrator.email));
    expect(await failuresAt(stage, administrator)).toBeUndefined();
    expect((await attempt(stage, { ...administrator, password })).url.pathname).toBe(changePage);
  });

  async function besiege(user: CastUser): Promise<void> {
    await pretendFailures(stage, user, 99);
    await fail(stage, user, 1);
    expect((await failuresAt(stage, user))?.failures).toBe(100);
  }

  async function mailTo(address: string) {
    return stage.inbox.next(({ to, text }) => to === address && text.includes('Contraseña temporal: '));
  }
});
