import { expect, test } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import { subjectsTo } from '../support/server/inbox.ts';
import { saveContact, switchUser, userList } from '../support/stage/administration.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { firstTryFailed, leaveUndelivered, mailStatuses, mailsTried } from '../support/stage/mail-queue.ts';
import { mailedPassword, reset, resetPath } from '../support/stage/password-steps.ts';
import { changePassword, signIn } from '../support/stage/sign-in.ts';
import { type MailStage, onMailStage, type Stage } from '../support/stage/stage.ts';

onMailStage('A mail to a user that has not been sent', (stage) => {
  test.for<[string, (stage: Stage, user: CastUser) => Promise<void>]>([
    ['the user is deactivated', deactivate],
    ['the contact is set INACTIVO', setInactive],
    ['the entity is suspended', suspend],
  ])('is dropped when %s, and stays so when that is undone', async ([, act]) => {
    const user = await someone(stage);
    await leaveUndelivered(stage, user);
    stage.inbox.refusal = { responseCode: 451, message: 'Later' };
    await reset(stage, user);
    await firstTryFailed(stage);
    await act(stage, user);
    stage.inbox.refusal = null;
    await mailsTried(stage);
    expect(resetMails(stage, user)).toEqual([]);
    expect((await mailStatuses(stage, user)).slice(0, 2)).toEqual(['dropped', 'dropped']);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const page = await administrator.open(`${userList}?buscar=${user.userName}`);
    const cell = page.table().find((row) => row.USUARIO === user.userName)?.['RESETEAR CONTRASEÑA'];
    expect(cell).toBe('Resetear Contraseña');
    const sent = await administrator.open(`${resetPath(user)}/enviado`);
    expect(sent.text).toContain(`temporal de ${user.userName} ya no se envía`);
  });

  test('with a temporary password is dropped when the person has changed it after an earlier sending', async () => {
    const user = await someone(stage);
    await reset(stage, user);
    const temporary = await mailedPassword(stage, user);
    await mailsTried(stage);
    await waitAgain(stage, user);
    const visitor = stage.visitor();
    await signIn(visitor, { ...user, password: temporary });
    await changePassword(visitor, temporary, 'Colibrí-Verde-88');
    stage.inbox.refusal = null;
    await mailsTried(stage);
    expect(resetMails(stage, user)).toHaveLength(1);
    expect(await mailStatuses(stage, user)).toEqual(['dropped', 'sent']);
  });

  test('is sent where another user is deactivated and another entity suspended', async () => {
    const [user, other] = [await someone(stage), await someone(stage)];
    await leaveUndelivered(stage, stage.carla);
    stage.inbox.refusal = { responseCode: 451, message: 'Later' };
    await reset(stage, user);
    await deactivate(stage, other);
    expect(await mailStatuses(stage, stage.carla)).toEqual(['undelivered']);
    await suspend(stage, stage.carla);
    stage.inbox.refusal = null;
    await mailsTried(stage);
    expect([await mailStatuses(stage, user), resetMails(stage, user).length]).toEqual([['sent'], 1]);
    expect(await mailStatuses(stage, stage.carla)).toEqual(['dropped']);
  });
});

function resetMails({ inbox }: MailStage, { userName, email }: CastUser): string[] {
  return subjectsTo(inbox, email).filter((subject) => subject === `Contraseña temporal de ${userName}`);
}

async function deactivate(stage: Stage, user: CastUser): Promise<void> {
  for (const verb of ['Desactivar', 'Activar'] as const) await switchUser(stage, user, verb);
}

async function setInactive(stage: Stage, { contactId }: CastUser): Promise<void> {
  for (const Estado of ['INACTIVO', 'ACTIVO']) await saveContact(stage, contactId, { Estado });
}

async function suspend({ database, clock }: Stage, { ruc }: CastUser): Promise<void> {
  for (const suspended of [true, false]) {
    expect(await (suspended ? suspendEntity : resumeEntity)(database, ruc, clock.now)).toBe('changed');
  }
}

// Restores the state after a crash between the sending and the record of it, with a server that refuses.
async function waitAgain(stage: MailStage, { ruc, id: userId }: CastUser): Promise<void> {
  stage.inbox.refusal = { responseCode: 451, message: 'Later' };
  const { id } = await stage.database.owner
    .updateTable('mails')
    .set({ status: 'queued', settled_at: null })
    .where('user_id', '=', userId)
    .returning('id')
    .executeTakeFirstOrThrow();
  await stage.database.inScope(ruc, (scope) => stage.outbox.postAgain(scope, { ruc, id }));
  await firstTryFailed(stage);
}
