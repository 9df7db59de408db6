import { beforeEach, expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import { temporaryPasswordIn } from '../support/server/inbox.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { attempt, fail, pretendFailures } from '../support/stage/guesses.ts';
import { putAdministratorsBack, recoverByMail } from '../support/stage/recovery.ts';
import { changePage, changePassword, signIn } from '../support/stage/sign-in.ts';
import { onMailStage } from '../support/stage/stage.ts';

const accented = 'Ñandú-Lago-77';
const next = 'Colibrí-Verde-88';
const last = 'Tucán-Rojo-Alto-99';
const sentence = 'Nueva Contraseña: no repita la contraseña anterior.';

// P1: who stole a password must not find it good again after the owner's way back.
onMailStage('A password that was in use', (stage) => {
  // Each test sends mails of the same kind to the same person.
  beforeEach(() => stage.database.owner.deleteFrom('mail_counts').execute());

  beforeEach(async () => {
    await stage.forgetGuesses();
    await putAdministratorsBack(stage);
  });

  test.for(['NFC', 'NFD'])(
    'before a recovery can’t be chosen again in %s, and the choice of another passes',
    async (form) => {
      const { administrator } = stage.quito;
      const owner = await chosen(administrator, accented);
      const { temporary } = await recoverByMail(stage, administrator);
      const refused = await change(temporary, accented.normalize(form));
      expect([refused.status, refused.errors]).toEqual([422, [sentence]]);
      expect((await attempt(stage, owner)).url.pathname).toBe('/inicio');
      await chosen(temporary, next);
    },
  );

  test.for(['NFC', 'NFD'])('before a reset can’t be chosen again in %s', async (form) => {
    const user = await chosen(await someone(stage), accented);
    await reset(user);
    const temporary = await reset(user);
    const refused = await change(temporary, accented.normalize(form));
    expect([refused.status, refused.errors]).toEqual([422, [sentence]]);
    await chosen(temporary, next);
  });

  test('before a hundred failures made it void can’t be chosen again after the reset', async () => {
    const user = await someone(stage);
    await pretendFailures(stage, user, 99);
    await fail(stage, user, 1);
    const temporary = await reset(user);
    expect((await change(temporary, user.password)).errors).toEqual([sentence]);
  });

  test('before a reset can’t be chosen later either, until another reset takes its place', async () => {
    const user = await someone(stage);
    const second = await chosen(await reset(user), next);
    expect((await change(second, user.password)).errors).toEqual([sentence]);
    const third = await chosen(second, last);
    expect((await change(third, user.password)).errors).toEqual([sentence]);
    expect((await change(await reset(third), last)).errors).toEqual([sentence]);
  });

  test.for(['NFC', 'NFD'])(
    'until now can’t be chosen in %s, in whichever form it is typed as the old one',
    async (form) => {
      const user = await chosen(await someone(stage), accented);
      for (const old of ['NFC', 'NFD']) {
        const visitor = stage.visitor();
        await signIn(visitor, user);
        await visitor.open(changePage);
        const page = await changePassword(visitor, accented.normalize(old), accented.normalize(form));
        expect([page.status, page.errors]).toEqual([422, [sentence]]);
      }
    },
  );

  test('is not told to somebody who doesn’t know the present one', async () => {
    const user = await someone(stage);
    const temporary = await reset(user);
    const visitor = stage.visitor();
    await signIn(visitor, temporary);
    const page = await changePassword(visitor, 'No-es-esta-22', user.password);
    expect(page.errors).toEqual([expect.stringMatching(/^Contraseña Anterior: no es/)]);
  });

  async function change(user: CastUser, after: string): Promise<Page> {
    const visitor = stage.visitor();
    await signIn(visitor, user);
    await visitor.open(changePage);
    return changePassword(visitor, user.password, after);
  }

  async function chosen(user: CastUser, after: string): Promise<CastUser> {
    const page = await change(user, after);
    expect(page.announced).toEqual(['Datos Actualizados. Sus demás sesiones se cerraron.']);
    return { ...user, password: after };
  }

  async function reset(user: CastUser): Promise<CastUser> {
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(`/administracion/usuarios/${user.id}/resetear`);
    await administrator.press('Resetear Contraseña');
    const mail = await stage.inbox.next(
      ({ to, subject }) => to === user.email && subject.startsWith('Contraseña temp'),
    );
    return { ...user, password: temporaryPasswordIn(mail) };
  }
});
