import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import { subjectsTo } from '../support/server/inbox.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { saveContact, userList } from '../support/stage/administration.ts';
import { type CastUser, secondUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { lastTriesOver, leaveUndelivered, mailStatuses, mailsTried } from '../support/stage/mail-queue.ts';
import { landing, mailedPassword, reset, resetPath } from '../support/stage/password-steps.ts';
import { changePage } from '../support/stage/sign-in.ts';
import { onMailStage, type Stage } from '../support/stage/stage.ts';

const hour = 3_600_000;

onMailStage('A mail that could not be delivered', (stage) => {
  test('marks the row after its last try, is shown on a page and sent to the corrected address', async () => {
    const user = await someone(stage, { state: 'new' });
    stage.inbox.refusal = { responseCode: 550, message: 'No such user' };
    const sent = await reset(stage, user);
    expect(sent.offers('Reenviar')).toBe(false);
    await lastTriesOver(stage);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const told = await administrator.open(sent.url.pathname);
    expect(told.text).toContain(`temporal de ${user.userName} no se pudo entregar a`);
    await administrator.open(`${userList}?buscar=${user.userName}`);
    expect(resetCell(administrator.page, user)).toBe('Resetear Contraseña correo no entregado Reenviar');
    stage.inbox.refusal = null;
    const swapped = await administrator.swap('Activar Usuario', { row: user.userName });
    expect([swapped.status, swapped.text.includes('correo no entregado')]).toEqual([200, true]);
    expect(swapped.link(`Reenviar ${user.userName}`).href).toBe(mailPath(user));
    await setEmail(stage, user, 'corregida@prueba.example');
    await administrator.open(`${userList}?buscar=${user.userName}`);
    const page = await administrator.follow('Reenviar', { row: user.userName });
    expect([page.h1, page.url.pathname]).toEqual(['Reenviar Correo', mailPath(user)]);
    expect(page.text).toContain('Contraseña temporal, del 2022-04-06 15:53');
    expect(page.text).toContain('Se reenviará a c…a@prueba.example.');
    expect(page.html).not.toContain('corregida@');
    const after = await administrator.press('Reenviar');
    const list = `${userList}?buscar=${user.userName}&ver=${user.id}`;
    expect(after.hops).toEqual([{ status: 303, location: `${list}#u${user.id}` }]);
    expect(after.announced).toEqual([`El correo de ${user.userName} se envía de nuevo a c…a@prueba.example.`]);
    expect(resetCell(await administrator.open(`${userList}?buscar=${user.userName}`), user)).toBe(
      'Resetear Contraseña',
    );
    const temporary = await mailedPassword(stage, user);
    expect(await landing(stage, user, temporary)).toBe(changePage);
    await mailsTried(stage);
    expect(await mailStatuses(stage, user)).toEqual(['sent', 'sent']);
    expect(subjectsTo(stage.inbox, user.email)).not.toContain(`Contraseña temporal de ${user.userName}`);
    expect(await resendings(stage, user)).toEqual([{ field: 'mail.resentTo', old: null, new: 'c…a@prueba.example' }]);
  });

  test('and whose temporary password has expired is cleared from the row only by a new reset', async () => {
    const user = await someone(stage);
    stage.inbox.refusal = { responseCode: 451, message: 'Later' };
    await reset(stage, user);
    stage.clock.advance(24 * hour);
    await mailsTried(stage);
    stage.inbox.refusal = null;
    expect([await mailStatuses(stage, user), subjectsTo(stage.inbox, user.email)]).toEqual([['undelivered'], []]);
    const administrator = await stage.signedIn(stage.quito.administrator);
    const row = await administrator.open(`${userList}?buscar=${user.userName}`);
    expect(resetCell(row, user)).toContain('correo no entregado');
    const page = await administrator.open(mailPath(user));
    expect(page.text).toContain('ya venció y no se reenvía; resetee la contraseña');
    expect([page.offers('Reenviar'), page.link('Resetear Contraseña').href]).toEqual([false, resetPath(user)]);
    const answer = await administrator.post(mailPath(user), { _token: administrator.token });
    expect([answer.status, answer.title.startsWith('Error: ')]).toEqual([422, true]);
    expect(answer.announced).toEqual([
      `La contraseña temporal de ese correo ya venció. Resetee la contraseña de ${user.userName}.`,
    ]);
    expect([await mailStatuses(stage, user), await resendings(stage, user)]).toEqual([['undelivered'], []]);
    await administrator.follow('Resetear Contraseña');
    await administrator.press('Resetear Contraseña');
    expect(await landing(stage, user, await mailedPassword(stage, user))).toBe(changePage);
    expect(resetCell(await administrator.open(`${userList}?buscar=${user.userName}`), user)).toBe(
      'Resetear Contraseña',
    );
  });

  test('is sent again once even if it is requested twice', async () => {
    const user = await someone(stage);
    await leaveUndelivered(stage, user);
    await leaveUndelivered(stage, user, { kind: 'password-changed' });
    const administrator = await stage.browserOf(stage.quito.administrator);
    const told = await administrator.open(mailPath(user));
    for (const part of ['Aviso de activación, del ', 'Aviso de cambio de contraseña, del ']) {
      expect(told.text).toContain(part);
    }
    const typed = { _token: administrator.token };
    expect((await administrator.press('Reenviar')).announced[0]).toContain('se envía de nuevo a');
    const again = await administrator.post(mailPath(user), typed, {}, { follow: true });
    expect(again.announced).toEqual([`No queda ningún correo de ${user.userName} por reenviar.`]);
    const page = await administrator.open(mailPath(user));
    expect([page.status, page.offers('Reenviar')]).toEqual([200, false]);
    expect(page.text).toContain(`No hay correos sin entregar a ${user.userName}.`);
    await mailsTried(stage);
    expect([subjectsTo(stage.inbox, user.email).length, (await resendings(stage, user)).length]).toEqual([2, 1]);
  });

  test('requested three times at once is sent once, with one incident', async () => {
    const user = await someone(stage);
    await leaveUndelivered(stage, user);
    await sendAtOnce(stage, [user, user, user]);
    expect([subjectsTo(stage.inbox, user.email).length, (await resendings(stage, user)).length]).toEqual([1, 1]);
  });

  test('about a contact’s e-mail is the same for all its users, and is sent once for two of them', async () => {
    const user = await someone(stage);
    const other = await secondUser(stage, user, `${user.userName}bis`);
    const details = JSON.stringify({ before: 'vieja@prueba.example', after: user.email });
    await leaveUndelivered(stage, user, { kind: 'email-changed', user_id: null, recipient: user.email, details });
    const administrator = await stage.browserOf(stage.quito.administrator);
    const page = await administrator.open(`${userList}?buscar=${user.userName}`);
    for (const one of [user, other]) expect(resetCell(page, one)).toContain('correo no entregado');
    await sendAtOnce(stage, [user, other]);
    expect(subjectsTo(stage.inbox, user.email)).toEqual(['Cambió su correo electrónico en SOCE']);
  });

  test('to a contact’s former address, which is often invalid, does not mark the row', async () => {
    const user = await someone(stage);
    const details = JSON.stringify({ before: 'vieja@prueba.example', after: user.email });
    const notice = { kind: 'email-changed', user_id: null, recipient: 'vieja@prueba.example', details } as const;
    await leaveUndelivered(stage, user, notice);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const page = await administrator.open(`${userList}?buscar=${user.userName}`);
    expect(resetCell(page, user)).toBe('Resetear Contraseña');
    expect((await administrator.open(mailPath(user))).offers('Reenviar')).toBe(false);
  });

  test('is not sent again while the contact has no e-mail', async () => {
    const user = await someone(stage);
    await leaveUndelivered(stage, user);
    await setEmail(stage, user, '');
    const administrator = await stage.browserOf(stage.quito.administrator);
    const page = await administrator.open(mailPath(user));
    expect([page.status, page.offers('Reenviar')]).toEqual([200, false]);
    const answer = await administrator.post(mailPath(user), { _token: administrator.token });
    expect([answer.status, answer.text.includes('ya no tiene correo electrónico')]).toEqual([422, true]);
    expect([await mailStatuses(stage, user), await resendings(stage, user)]).toEqual([['undelivered'], []]);
  });

  test('of another RUC can’t be seen or sent', async () => {
    await leaveUndelivered(stage, stage.carla);
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(userList);
    expect((await administrator.get(mailPath(stage.carla))).status).toBe(404);
    expect((await administrator.post(mailPath(stage.carla), { _token: administrator.token })).status).toBe(404);
    expect(await mailStatuses(stage, stage.carla)).toEqual(['undelivered']);
  });

  async function sendAtOnce(on: Stage, users: CastUser[]): Promise<void> {
    const administrator = await on.browserOf(on.quito.administrator);
    await administrator.open(userList);
    const underWay = await whileLocked(on.database, 'mails', () =>
      users.map((user) => administrator.post(mailPath(user), { _token: administrator.token })),
    );
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual(users.map(() => 303));
    await mailsTried(on);
  }
});

function mailPath({ id }: CastUser): string {
  return `${userList}/${id}/correo`;
}

function resetCell(page: Page, { userName }: CastUser): string | undefined {
  return page.table().find((row) => row.USUARIO === userName)?.['RESETEAR CONTRASEÑA'];
}

function setEmail(stage: Stage, { contactId }: CastUser, email: string): Promise<Page> {
  return saveContact(stage, contactId, { 'Correo Electrónico': email });
}

async function resendings(stage: Stage, { id }: CastUser) {
  return (await incidentsOf(stage, 'user', id, 'mail.resent')).flatMap(({ changes }) => changes);
}
