import { expect, test } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import { submissionOf } from '../support/browser/form.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLockedInTurn } from '../support/server/while-locked.ts';
import { addDelegate, type CastUser, newcomer, password } from '../support/stage/cast.ts';
import { changePage, formOn, resetPath } from '../support/stage/password-steps.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const list = '/administracion/usuarios';
const chosen = 'Colibrí-Verde-88';

// Each holds the user's sessions and mails when the other comes.
onStage('Two changes that end the same sessions at the same moment', (stage) => {
  test('both succeed: a reset, and the contact set INACTIVO', async () => {
    const { user, administrator } = await someone(stage);
    await administrator.open(resetPath(user));
    const form = formOn(administrator);
    const statuses = await inTurn(stage, [
      () => administrator.post(resetPath(user), form),
      await settingInactive(stage, user),
    ]);
    expect(statuses).toEqual([303, 303]);
  });

  test('both succeed: one’s own change of password, and the contact set INACTIVO', async () => {
    const { user, theirs } = await someone(stage);
    await theirs.open(changePage);
    const { page } = theirs.fill({
      'Contraseña Anterior': password,
      'Nueva Contraseña': chosen,
      'Confirmar Contraseña': chosen,
    });
    const { entries } = submissionOf(page.button('Guardar'), page.url, page.root, page.edits);
    const statuses = await inTurn(stage, [() => theirs.post(changePage, entries), await settingInactive(stage, user)]);
    expect(statuses).toEqual([303, 303]);
  });

  test('both succeed: a deactivation, and the entity suspended', async () => {
    const { user, administrator } = await someone(stage);
    await administrator.open(list);
    const typed = { _token: administrator.token, accion: 'desactivar' };
    const { database, quito, clock } = stage;
    const statuses = await inTurn(stage, [
      () => administrator.post(`${list}/${user.id}/activacion`, typed),
      async () => ({ status: await suspendEntity(database, quito.ruc, clock.now) }),
    ]);
    expect(statuses).toEqual([303, 'changed']);
    await resumeEntity(database, quito.ruc, clock.now);
  });
});

let people = 0;

// A delegate with an open session, and the administrator.
async function someone(stage: Stage): Promise<{ user: CastUser; theirs: Visitor; administrator: Visitor }> {
  people += 1;
  const user = await addDelegate(stage, `cruzado0${people}`, newcomer('Cruz', 'Celia'));
  return { user, theirs: await stage.signedIn(user), administrator: await stage.signedIn(stage.quito.administrator) };
}

async function settingInactive(stage: Stage, { contactId }: CastUser) {
  const administrator = await stage.signedIn(stage.quito.administrator);
  await administrator.open(`/administracion/contactos/${contactId}`);
  const { page } = administrator.fill({ Estado: 'INACTIVO' });
  const { entries } = submissionOf(page.button('Guardar'), page.url, page.root, page.edits);
  return () => administrator.post(page.url.pathname, entries);
}

type Answer = { status: number | string | null };

async function inTurn({ database }: Stage, steps: (() => Promise<Answer>)[]): Promise<Answer['status'][]> {
  const underWay = await whileLockedInTurn(database, 'mails', steps);
  return (await Promise.all(underWay)).map(({ status }) => status);
}
