import { beforeEach, expect, test } from 'vitest';
import { type Inbox, temporaryPasswordIn } from '../support/server/inbox.ts';
import { addDelegate, type CastUser, newcomer } from '../support/stage/cast.ts';
import { attempt, eventsOf, fail, failuresAt, pretendFailures, wrong } from '../support/stage/guesses.ts';
import { recover } from '../support/stage/recovery.ts';
import { onStage } from '../support/stage/stage.ts';

const minute = 60_000;
const hour = 60 * minute;

onStage('A hundred failures in a row', (stage) => {
  let inbox: Inbox | undefined;
  beforeEach(async () => {
    inbox ??= await stage.openInbox();
    await stage.forgetGuesses();
  });

  test('make the password void until a reset, which works during the wait and clears it', async () => {
    const user = await addDelegate(stage, 'asediada1', newcomer('Asedio', 'Ada'));
    await besiege(user);
    stage.clock.advance(15 * minute);
    expect((await attempt(stage, user)).status).toBe(422);
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(`/administracion/usuarios/${user.id}/resetear`);
    await administrator.press('Resetear Contraseña');
    expect(await failuresAt(stage, user)).toBeUndefined();
    const password = temporaryPasswordIn(await mailTo('ada@prueba.example'));
    expect((await attempt(stage, { ...user, password })).url.pathname).toBe('/datos-generales/contrasena');
  });

  test('stay so when they are forgotten', async () => {
    const user = await addDelegate(stage, 'asediada2', newcomer('Asedio', 'Eva'));
    await besiege(user);
    stage.clock.advance(13 * hour);
    expect((await attempt(stage, user)).status).toBe(422);
  });

  test('end a temporary password as well', async () => {
    const user = await addDelegate(stage, 'asediada3', newcomer('Asedio', 'Isa'), 'temporary');
    await besiege(user);
    stage.clock.advance(15 * minute);
    expect((await attempt(stage, user)).status).toBe(422);
  });

  test('are told once, and each try after them as a refused one', async () => {
    const user = await addDelegate(stage, 'asediada4', newcomer('Asedio', 'Lía'));
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
      'A quién': 'asediada4',
    });
  });

  test('end no session', async () => {
    const user = await addDelegate(stage, 'asediada5', newcomer('Asedio', 'Noa'));
    const visitor = await stage.signedIn(user);
    await besiege(user);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test('are no obstacle to the administrator’s recovery, which works during the wait and clears it', async () => {
    const { administrator } = stage.quito;
    await besiege(administrator);
    await recover(stage.visitor());
    const password = temporaryPasswordIn(await mailTo('amparo@prueba.example'));
    expect(await failuresAt(stage, administrator)).toBeUndefined();
    expect((await attempt(stage, { ...administrator, password })).url.pathname).toBe('/datos-generales/contrasena');
  });

  async function besiege(user: CastUser): Promise<void> {
    await pretendFailures(stage, user, 99);
    await fail(stage, user, 1);
    expect((await failuresAt(stage, user))?.failures).toBe(100);
  }

  async function mailTo(address: string) {
    if (!inbox) throw new Error('There is no inbox.');
    return inbox.next(({ to, text }) => to === address && text.includes('Contraseña temporal: '));
  }
});
