import { expect, test } from 'vitest';
import { dump, rowsOf } from '../support/server/contents.ts';
import { saveContact } from '../support/stage/administration.ts';
import { password, someone } from '../support/stage/cast.ts';
import { firstTryFailed, mailsTried } from '../support/stage/mail-queue.ts';
import { landing, mailedPassword, resetAndRead, resetPath } from '../support/stage/password-steps.ts';
import { changePage } from '../support/stage/sign-in.ts';
import { onMailStage } from '../support/stage/stage.ts';

onMailStage('A reset is refused', (stage) => {
  test('for the administrator, on its page and when sent, and nothing ends', async () => {
    const { administrator } = stage.quito;
    const visitor = await stage.signedIn(administrator);
    const before = await rowsOf(stage.database, administrator.ruc);
    const page = await visitor.open(resetPath(administrator));
    expect([page.status, page.offers('Resetear Contraseña')]).toEqual([200, false]);
    expect(page.text).toContain('adminquito es el usuario administrador');
    const answer = await visitor.post(resetPath(administrator), { _token: visitor.token });
    expect([answer.status, answer.title.startsWith('Error: ')]).toEqual([422, true]);
    expect(answer.text).toContain('adminquito es el usuario administrador');
    expect(answer.offers('Registrar el correo')).toBe(false);
    expect(await rowsOf(stage.database, administrator.ruc)).toEqual(before);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test('for a user whose contact has no e-mail, with a link to its form, and nothing ends', async () => {
    const user = await someone(stage, { email: '' });
    const [theirs, administrator] = [await stage.signedIn(user), await stage.signedIn(stage.quito.administrator)];
    const before = await rowsOf(stage.database, user.ruc);
    const page = await administrator.open(resetPath(user));
    expect([page.status, page.offers('Resetear Contraseña')]).toEqual([200, false]);
    const answer = await administrator.post(resetPath(user), { _token: administrator.token });
    expect([answer.status, answer.text.includes('no tiene correo electrónico')]).toEqual([422, true]);
    await administrator.open(resetPath(user));
    const form = await administrator.follow('Registrar el correo');
    expect(form.url.pathname + form.url.hash).toBe(`/administracion/contactos/${user.contactId}#email`);
    expect(form.ids).toContain('email');
    await mailsTried(stage);
    expect([await rowsOf(stage.database, user.ruc), stage.inbox.attempts]).toEqual([before, 0]);
    expect((await theirs.open('/inicio')).url.pathname).toBe('/inicio');
    // It works once the address is registered.
    await saveContact(stage, user.contactId, { 'Correo Electrónico': 'ahora@prueba.example' });
    expect(await landing(stage, user, await resetAndRead(stage, user))).toBe(changePage);
  });

  test('where the e-mail was removed after the page was opened', async () => {
    const user = await someone(stage);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(resetPath(user));
    const { owner } = stage.database;
    await owner.updateTable('contacts').set({ email: '' }).where('id', '=', user.contactId).execute();
    const page = await administrator.press('Resetear Contraseña');
    expect([page.status, page.offers('Registrar el correo')]).toEqual([422, true]);
    expect(await landing(stage, user, password)).toBe('/inicio');
  });

  test('to a delegate, and for users of another RUC as for missing ones', async () => {
    const delegate = await stage.signedIn(stage.diana);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(resetPath(stage.bruno));
    const before = await rowsOf(stage.database, stage.carla.ruc);
    const answers = [];
    for (const { id } of [stage.bruno, stage.diana]) {
      answers.push(await delegate.get(resetPath({ id })), await delegate.get(`${resetPath({ id })}/enviado`));
      answers.push(await delegate.post(resetPath({ id }), { _token: delegate.token }));
    }
    for (const { id } of [stage.carla, { id: 987_654 }]) {
      answers.push(await administrator.get(resetPath({ id })), await administrator.get(`${resetPath({ id })}/enviado`));
      answers.push(await administrator.post(resetPath({ id }), { _token: administrator.token }));
    }
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toEqual([...Array(6).fill(403), ...Array(6).fill(404)]);
    expect(await rowsOf(stage.database, stage.carla.ruc)).toEqual(before);
    await stage.signedIn(stage.bruno);
  });
});

onMailStage('The temporary password of a reset', (stage) => {
  test('stands nowhere in the database while its mail waits, after a failed try, and later', async () => {
    const user = await someone(stage, { email: 'secreta@prueba.example' });
    const dumps: string[] = [];
    stage.inbox.refusal = { responseCode: 451, message: 'Later' };
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(resetPath(user));
    await administrator.press('Resetear Contraseña');
    dumps.push(await dump(stage.database));
    await firstTryFailed(stage);
    dumps.push(await dump(stage.database));
    stage.inbox.refusal = null;
    await mailsTried(stage);
    const temporary = await mailedPassword(stage, user);
    dumps.push(await dump(stage.database));
    expect(await landing(stage, user, temporary)).toBe(changePage);
    dumps.push(await dump(stage.database));
    const bytes = Buffer.from(temporary);
    const shapes = [temporary, bytes.toString('hex'), ...[0, 1, 2].map((shift) => base64Core(bytes, shift))];
    for (const text of dumps) expect(shapes.filter((shape) => text.includes(shape))).toEqual([]);
    // The searched text is complete: it has the mail's recipient, the incident and the queue.
    for (const part of ['secreta@prueba.example', 's…a@prueba.example', 'pgboss.job', '$argon2id$']) {
      expect(dumps.at(-1)).toContain(part);
    }
  });
});

// Gives the part of a text's base64 that does not depend on the text around it, at one of three offsets.
function base64Core(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return text.slice(4, -4);
}
