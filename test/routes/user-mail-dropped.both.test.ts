import { beforeAll, expect, test } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import type { Inbox } from '../support/server/inbox.ts';
import { addDelegate, type CastUser, newcomer } from '../support/stage/cast.ts';
import { firstTryFailed, leaveUndelivered, mailStatuses, mailsTried } from '../support/stage/mail-queue.ts';
import { changePassword, mailedPassword, reset, resetPath, typeCredentials } from '../support/stage/password-steps.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const list = '/administracion/usuarios';

onStage('A mail to a user that has not gone out', (stage) => {
  let inbox: Inbox;
  beforeAll(async () => {
    inbox = await stage.openInbox();
  });

  test.for<[string, (stage: Stage, user: CastUser) => Promise<void>]>([
    ['the user is deactivated', deactivate],
    ['the contact is set INACTIVO', setInactive],
    ['the entity is suspended', suspend],
  ])('is dropped when %s, and stays so when that is undone', async ([, act]) => {
    const user = await someone(stage);
    await leaveUndelivered(stage, user);
    inbox.refusal = { responseCode: 451, message: 'Later' };
    await reset(stage, user);
    await firstTryFailed(stage);
    await act(stage, user);
    inbox.refusal = null;
    await mailsTried(stage);
    expect(resetSubjects(inbox, user)).toEqual([]);
    expect((await mailStatuses(stage, user)).slice(0, 2)).toEqual(['dropped', 'dropped']);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const page = await administrator.open(`${list}?buscar=${user.userName}`);
    const cell = page.table().find((row) => row.USUARIO === user.userName)?.['RESETEAR CONTRASEÑA'];
    expect(cell).toBe('Resetear Contraseña');
    const sent = await administrator.open(`${resetPath(user)}/enviado`);
    expect(sent.text).toContain(`temporal de ${user.userName} ya no se envía`);
  });

  test('is dropped when the person changes the password, which a repeated mail had told before', async () => {
    const user = await someone(stage);
    await reset(stage, user);
    const temporary = await mailedPassword(inbox, user);
    await mailsTried(stage);
    await waitAgain(stage, inbox, user);
    const visitor = stage.visitor();
    await typeCredentials(visitor, user, temporary);
    await changePassword(visitor, temporary, 'Colibrí-Verde-88');
    inbox.refusal = null;
    await mailsTried(stage);
    expect(resetSubjects(inbox, user)).toHaveLength(1);
    expect(await mailStatuses(stage, user)).toEqual(['dropped', 'sent']);
  });

  test('goes out all the same when another user is deactivated and another entity suspended', async () => {
    const [user, other] = [await someone(stage), await someone(stage)];
    await leaveUndelivered(stage, stage.carla);
    inbox.refusal = { responseCode: 451, message: 'Later' };
    await reset(stage, user);
    await deactivate(stage, other);
    expect(await mailStatuses(stage, stage.carla)).toEqual(['undelivered']);
    await suspend(stage, stage.carla);
    inbox.refusal = null;
    await mailsTried(stage);
    expect([await mailStatuses(stage, user), resetSubjects(inbox, user).length]).toEqual([['sent'], 1]);
    expect(await mailStatuses(stage, stage.carla)).toEqual(['dropped']);
  });
});

let people = 0;

function someone(stage: Stage): Promise<CastUser> {
  people += 1;
  const userName = `retirado0${people}`;
  return addDelegate(stage, userName, newcomer('Rosero', 'Rosa', { email: `${userName}@prueba.example` }));
}

function resetSubjects({ mails }: Inbox, { userName }: CastUser): string[] {
  return mails.map(({ subject }) => subject).filter((subject) => subject === `Contraseña temporal de ${userName}`);
}

async function deactivate(stage: Stage, { userName }: CastUser): Promise<void> {
  const administrator = await stage.browserOf(stage.quito.administrator);
  await administrator.open(`${list}?buscar=${userName}`);
  for (const action of ['Desactivar Usuario', 'Activar Usuario']) {
    await administrator.press(action, { row: userName });
  }
}

async function setInactive(stage: Stage, { contactId }: CastUser): Promise<void> {
  const administrator = await stage.browserOf(stage.quito.administrator);
  for (const state of ['INACTIVO', 'ACTIVO']) {
    await administrator.open(`/administracion/contactos/${contactId}`);
    await administrator.fill({ Estado: state }).press('Guardar');
  }
}

async function suspend({ database, clock }: Stage, { ruc }: CastUser): Promise<void> {
  for (const suspended of [true, false]) {
    expect(await (suspended ? suspendEntity : resumeEntity)(database, ruc, clock.now)).toBe('changed');
  }
}

// As after a crash between the sending and the note of it, while the server refuses.
async function waitAgain(stage: Stage, inbox: Inbox, { ruc, id: userId }: CastUser): Promise<void> {
  inbox.refusal = { responseCode: 451, message: 'Later' };
  const { id } = await stage.database.owner
    .updateTable('mails')
    .set({ status: 'queued', settled_at: null })
    .where('user_id', '=', userId)
    .returning('id')
    .executeTakeFirstOrThrow();
  await stage.database.inScope(ruc, (scope) => stage.outbox.postAgain(scope, { ruc, id }));
  await firstTryFailed(stage);
}
