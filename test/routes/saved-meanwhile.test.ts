import { expect, test } from 'vitest';
import type { MailKind } from '../../src/domain/mail.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLockedInTurn } from '../support/server/while-locked.ts';
import { arriving, userList } from '../support/stage/administration.ts';
import { type CastUser, password, type Someone, someone } from '../support/stage/cast.ts';
import { choose } from '../support/stage/choosing.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { leaveUndelivered } from '../support/stage/mail-queue.ts';
import { resetPath } from '../support/stage/password-steps.ts';
import { changePage } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const newEmail = { 'Correo Electrónico': 'corregida@prueba.example' };
const newSurname = { 'Apellido Paterno': 'Corregida' };

// The save holds the rows of contact and user, and waits with its incident; the change behind it waits for the user.
onStage('While the contact of a user is being saved,', (stage) => {
  test('a reset waits, and mails the temporary password to the address that was saved', async () => {
    const { user, administrator } = await cast(stage);
    await administrator.open(resetPath(user));
    await behindSave(stage, user, newEmail, pressing(administrator, 'Resetear Contraseña'));
    expect(await mailsAbout(stage, user, 'password-reset')).toMatchObject([{ recipient: 'corregida@prueba.example' }]);
    expect(await incidentsOf(stage, 'user', user.id, 'password.reset')).toMatchObject([
      { changes: [{ field: 'password.sentTo', new: 'c…a@prueba.example' }] },
    ]);
  });

  test('an activation waits, and tells nobody whose contact was set INACTIVO before it is ACTIVO again', async () => {
    const { user, administrator } = await cast(stage, { state: 'new' });
    await administrator.open(`${userList}?buscar=${user.userName}`);
    await behindSave(
      stage,
      user,
      { Estado: 'INACTIVO' },
      pressing(administrator, 'Activar Usuario', { row: user.userName }),
    );
    expect(await mailsAbout(stage, user, 'user-activated')).toEqual([]);
    expect(await stateOf(stage, user)).toEqual({ active: true, activation_due: true });
  });

  test('the mails that were not delivered wait, and are sent again to the address that was saved', async () => {
    const { user, administrator } = await cast(stage);
    await leaveUndelivered(stage, user);
    await administrator.open(`${userList}/${user.id}/correo`);
    await behindSave(stage, user, newEmail, pressing(administrator, 'Reenviar'));
    expect(await mailsAbout(stage, user, 'user-activated')).toMatchObject([{ recipient: 'corregida@prueba.example' }]);
  });

  test('a reset of the chosen waits, and leaves out the user whose address it had shown before', async () => {
    const { user, administrator } = await cast(stage);
    await administrator.open(`${userList}?buscar=${user.userName}`);
    await choose(administrator, [user.userName], 'Resetear contraseña');
    await behindSave(stage, user, newEmail, pressing(administrator, 'Confirmar'));
    expect(await mailsAbout(stage, user, 'password-reset')).toEqual([]);
  });

  test('the person’s change of password waits, and is told to the address that was saved', async () => {
    const { user, theirs } = await cast(stage);
    await theirs.open(changePage);
    const chosen = 'Colibrí-Verde-88';
    theirs.fill({ 'Contraseña Anterior': password, 'Nueva Contraseña': chosen, 'Confirmar Contraseña': chosen });
    await behindSave(stage, user, newEmail, pressing(theirs, 'Guardar'));
    expect(await mailsAbout(stage, user, 'password-changed')).toMatchObject([
      { recipient: 'corregida@prueba.example' },
    ]);
  });

  test('the end of the own access waits, and is told with the name that was saved', async () => {
    const { user, theirs } = await cast(stage);
    await theirs.open('/datos-generales/terminar');
    theirs.fill({ Contraseña: password });
    await behindSave(stage, user, newSurname, pressing(theirs, 'Terminar'));
    expect(await told(stage, user, 'access-ended')).toMatchObject([{ contactName: 'Corregida Paz' }]);
  });

  test('a request for a correction waits, and has the name that was saved', async () => {
    const { user, theirs } = await cast(stage);
    await theirs.open('/datos-generales/mis-datos');
    theirs.fill({ 'Qué debe corregirse': 'Mi apellido' });
    await behindSave(stage, user, newSurname, pressing(theirs, 'Solicitar corrección'));
    expect(await told(stage, user, 'correction-requested')).toMatchObject([{ contactName: 'Corregida Paz' }]);
    expect(await incidentsOf(stage, 'contact', user.contactId, 'correction.requested')).toMatchObject([
      { subject_name: 'Corregida Paz' },
    ]);
  });
});

// Gives a delegate, with their browser if they have been active, and the browser of the administrator.
async function cast(stage: Stage, more: Someone = {}) {
  const user = await someone(stage, more);
  const theirs = more.state === 'new' ? stage.visitor() : await stage.signedIn(user);
  return { user, theirs, administrator: await stage.signedIn(stage.quito.administrator) };
}

function pressing(visitor: Visitor, button: string, where?: { row: string }): () => Promise<Page> {
  const { url, entries } = visitor.page.submission(button, where);
  return () => visitor.post(url.pathname, entries);
}

// Saves the contact as the administrator does, and sends the change once the save waits; both are done at the end.
async function behindSave(
  stage: Stage,
  { contactId }: CastUser,
  saved: Record<string, string>,
  change: () => Promise<Page>,
): Promise<void> {
  const path = `/administracion/contactos/${contactId}`;
  const administrator = await arriving(stage, stage.quito.administrator, path);
  administrator.fill(saved);
  const underWay = await whileLockedInTurn(stage.database, 'incidents', [pressing(administrator, 'Guardar'), change]);
  expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([303, 303]);
}

async function stateOf({ database }: Stage, { id }: CastUser) {
  const users = database.owner.selectFrom('users').select(['active', 'activation_due']);
  return users.where('id', '=', id).executeTakeFirst();
}

function mailsAbout({ database }: Stage, { id }: CastUser, kind: MailKind) {
  const mails = database.owner.selectFrom('mails').select(['recipient', 'status']);
  return mails.where('user_id', '=', id).where('kind', '=', kind).execute();
}

// What the mails to the administrator say of a user.
async function told({ database, quito }: Stage, { userName }: CastUser, kind: MailKind) {
  const mails = database.owner.selectFrom('mails').select('details').where('ruc', '=', quito.ruc);
  const all = await mails.where('kind', '=', kind).execute();
  return all.map(({ details }) => details).filter((one) => JSON.stringify(one).includes(userName));
}
