import { expect, test } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLockedInTurn } from '../support/server/while-locked.ts';
import { arriving, userList } from '../support/stage/administration.ts';
import { type CastUser, password, someone } from '../support/stage/cast.ts';
import { formOn, resetPath } from '../support/stage/password-steps.ts';
import { changePage } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const chosen = 'Colibrí-Verde-88';

// The first change locks the user's sessions and mails before the second one needs them.
onStage('Two simultaneous changes that end the same sessions both succeed:', (stage) => {
  test('a reset, and the contact set INACTIVO', async () => {
    const { user, administrator } = await cast(stage);
    await administrator.open(resetPath(user));
    const form = formOn(administrator);
    const statuses = await inTurn(stage, [
      () => administrator.post(resetPath(user), form),
      await settingInactive(stage, user),
    ]);
    expect(statuses).toEqual([303, 303]);
  });

  test('the person’s change of password, and the contact set INACTIVO', async () => {
    const { user, theirs } = await cast(stage);
    await theirs.open(changePage);
    theirs.fill({ 'Contraseña Anterior': password, 'Nueva Contraseña': chosen, 'Confirmar Contraseña': chosen });
    const { entries } = theirs.page.submission('Guardar');
    const statuses = await inTurn(stage, [() => theirs.post(changePage, entries), await settingInactive(stage, user)]);
    expect(statuses).toEqual([303, 303]);
  });

  test('the end of the own access, and the contact set INACTIVO', async () => {
    const { user, theirs } = await cast(stage);
    await theirs.open('/datos-generales/terminar');
    const { entries } = theirs.fill({ Contraseña: password }).page.submission('Terminar');
    const statuses = await inTurn(stage, [
      () => theirs.post('/datos-generales/terminar', entries),
      await settingInactive(stage, user),
    ]);
    expect(statuses).toEqual([303, 303]);
  });

  test('a deactivation, and the entity suspended', async () => {
    const { user, administrator } = await cast(stage);
    await administrator.open(userList);
    const typed = { _token: administrator.token, accion: 'desactivar' };
    const { database, quito, clock } = stage;
    const statuses = await inTurn(stage, [
      () => administrator.post(`${userList}/${user.id}/activacion`, typed),
      async () => ({ status: await suspendEntity(database, quito.ruc, clock.now) }),
    ]);
    expect(statuses).toEqual([303, 'changed']);
    await resumeEntity(database, quito.ruc, clock.now);
  });
});

// Gives a delegate with an open session, and the browser of the administrator.
async function cast(stage: Stage): Promise<{ user: CastUser; theirs: Visitor; administrator: Visitor }> {
  const user = await someone(stage);
  return { user, theirs: await stage.signedIn(user), administrator: await stage.signedIn(stage.quito.administrator) };
}

async function settingInactive(stage: Stage, { contactId }: CastUser) {
  const path = `/administracion/contactos/${contactId}`;
  const administrator = await arriving(stage, stage.quito.administrator, path);
  const { entries } = administrator.fill({ Estado: 'INACTIVO' }).page.submission('Guardar');
  return () => administrator.post(path, entries);
}

type Answer = { status: number | string | null };

async function inTurn({ database }: Stage, steps: (() => Promise<Answer>)[]): Promise<Answer['status'][]> {
  const underWay = await whileLockedInTurn(database, 'mails', steps);
  return (await Promise.all(underWay)).map(({ status }) => status);
}
