import { describe, expect, test } from 'vitest';
import { tellDueActivations } from '../../src/data/outside/user-activations.ts';
import { attribute, elements, readHtml } from '../support/browser/dom.ts';
import { lintMail } from '../support/lint/lint-mail.ts';
import { goesTo, mailsTo, type ReceivedMail, subjectsTo } from '../support/server/inbox.ts';
import { saveContact, switchUser, userList } from '../support/stage/administration.ts';
import { addContact, type CastUser, newcomer, password, scopeOf, someone } from '../support/stage/cast.ts';
import { firstTryFailed, mailStatuses, mailsTried } from '../support/stage/mail-queue.ts';
import { mailedPassword, reset } from '../support/stage/password-steps.ts';
import { changePage, changePassword } from '../support/stage/sign-in.ts';
import { onMailStage, type Stage } from '../support/stage/stage.ts';

const amaru = { paternalSurname: 'Quispe', firstName: 'Amaru' };
const chosen = 'Colibrí-Verde-88';

onMailStage('A notice', (stage) => {
  test('of an activation has the user name and the address to sign in, and no password', async () => {
    const user = await someone(stage, { ...amaru, state: 'new' });
    const page = await switchUser(stage, user, 'Activar');
    expect(page.announced).toEqual([`El usuario ${user.userName} quedó activado.`]);
    const mail = await stage.inbox.next(goesTo(user.email));
    expect([mail.subject, mail.from]).toEqual([`Su usuario ${user.userName} está activado`, 'soce@prueba.example']);
    const signIn = new URL('/ingreso', stage.site.baseUrl).href;
    for (const part of [
      'Amaru Quispe:',
      `RUC: ${user.ruc}`,
      `Usuario: ${user.userName}`,
      `Ingresar a SOCE Usuarios: ${signIn}`,
    ]) {
      expect(mail.text).toContain(part);
    }
    expect(linksIn(mail)).toEqual([signIn]);
    expect(mail.source + mail.text + mail.html).not.toContain(password);
  });

  test('of an activation is sent once even if the button is pressed twice, and none of a deactivation', async () => {
    const user = await someone(stage, { ...amaru, state: 'new' });
    await switchUser(stage, user, 'Activar');
    const administrator = await stage.browserOf(stage.quito.administrator);
    const typed = { _token: administrator.token, accion: 'activar' };
    expect((await administrator.post(`${userList}/${user.id}/activacion`, typed)).status).toBe(303);
    await mailsTried(stage);
    await administrator.press('Desactivar Usuario', { row: user.userName });
    await mailsTried(stage);
    expect(subjectsTo(stage.inbox, user.email)).toEqual([`Su usuario ${user.userName} está activado`]);
  });

  test('of an activation is not sent late to somebody whose delegation has ended, but once it is extended', async () => {
    const user = await someone(stage, { ...amaru, state: 'new', until: '2022-04-06' });
    const opened = stage.clock.now;
    stage.inbox.refusal = { responseCode: 451, message: 'Later' };
    await switchUser(stage, user, 'Activar');
    await firstTryFailed(stage);
    stage.clock.now = new Date('2022-04-07T05:00:00Z');
    stage.inbox.refusal = null;
    await mailsTried(stage);
    await tellDueActivations(stage, stage.clock.now);
    await mailsTried(stage);
    expect([subjectsTo(stage.inbox, user.email), await mailStatuses(stage, user)]).toEqual([[], ['dropped']]);
    await saveContact(stage, user.contactId, { Hasta: '2022-04-07' });
    await tellDueActivations(stage, stage.clock.now);
    await mailsTried(stage);
    expect(subjectsTo(stage.inbox, user.email)).toEqual([`Su usuario ${user.userName} está activado`]);
    stage.clock.now = opened;
  });

  test.for([
    [{}, null],
    [{ from: '2022-04-07' }, 'Hoy su usuario no tiene acceso: la delegación empieza el 2022-04-07.'],
    [{ until: '2022-04-05' }, 'Hoy su usuario no tiene acceso: la delegación terminó el 2022-04-05.'],
  ] as const)('of a reset says whether the person gets in with it today: %j', async ([contact, sentence]) => {
    const user = await someone(stage, contact);
    await reset(stage, user);
    const mail = await stage.inbox.next(goesTo(user.email));
    expect(mail.text.includes('no tiene acceso')).toBe(sentence !== null);
    if (sentence) for (const part of [mail.text, mail.html]) expect(part).toContain(sentence);
  });

  test('of a changed password contains neither the old one nor the new one', async () => {
    const user = await someone(stage);
    await changeOwn(stage, user);
    const mail = await stage.inbox.next(goesTo(user.email));
    expect(mail.subject).toBe(`Cambió la contraseña de ${user.userName}`);
    expect(mail.text).toContain('sus demás sesiones se cerraron');
    for (const secret of [password, chosen, 'Colibr'])
      expect(mail.source + mail.text + mail.html).not.toContain(secret);
  });

  test('is not sent where the contact has no e-mail, and the change is made all the same', async () => {
    const user = await someone(stage, { state: 'new', email: '' });
    await switchUser(stage, user, 'Activar');
    const settled = await someone(stage, { email: '' });
    await changeOwn(stage, settled);
    const { owner } = stage.database;
    const mails = owner.selectFrom('mails').select('id').where('user_id', 'in', [user.id, settled.id]);
    expect(await mails.execute()).toEqual([]);
    const { active } = await owner
      .selectFrom('users')
      .select('active')
      .where('id', '=', user.id)
      .executeTakeFirstOrThrow();
    expect(active).toBe(true);
    await stage.signedIn({ ...settled, password: chosen });
  });

  describe('of a contact’s new e-mail', () => {
    test.for([
      {
        before: 'antigua@viejo.example',
        after: 'reciente@nuevo.example',
        masked: ['a…a@viejo.example', 'r…e@nuevo.example'],
      },
      { before: '', after: 'primera@nuevo.example', masked: ['Ninguno', 'p…a@nuevo.example'] },
      { before: 'ultima@viejo.example', after: '', masked: ['u…a@viejo.example', 'Ninguno'] },
    ])('goes from “$before” to “$after”, to each of them alone', async ({ before, after, masked }) => {
      const id = await contactWith(stage, before);
      await setEmail(stage, id, after);
      for (const address of [before, after].filter(Boolean)) {
        const mail = await stage.inbox.next(goesTo(address));
        expect([mail.recipients, mail.subject]).toEqual([[address], 'Cambió su correo electrónico en SOCE']);
        expect(mail.text).toContain(`Correo anterior: ${masked[0]}\nCorreo nuevo: ${masked[1]}\n`);
        const other = address === before ? after : before;
        if (other) expect(mail.source + mail.text + mail.html).not.toContain(other);
      }
    });

    test('is not sent where the address stays, whatever else changes', async () => {
      const id = await contactWith(stage, 'quieta@prueba.example');
      const administrator = await stage.browserOf(stage.quito.administrator);
      await administrator.open(`/administracion/contactos/${id}`);
      await administrator.fill({ Cargo: 'Alcalde', 'Correo Electrónico': ' quieta@prueba.example ' }).press('Guardar');
      const mails = stage.database.owner.selectFrom('mails').select('id').where('contact_id', '=', id);
      expect(await mails.execute()).toEqual([]);
    });

    test('is not sent where the contact is deleted before', async () => {
      const id = await contactWith(stage, 'fugaz@prueba.example', '2030-01-01');
      stage.inbox.refusal = { responseCode: 451, message: 'Later' };
      await setEmail(stage, id, 'fugaz@nuevo.example');
      await firstTryFailed(stage);
      const administrator = await stage.browserOf(stage.quito.administrator);
      await administrator.open(`/administracion/contactos/${id}/eliminar`);
      expect((await administrator.press('Eliminar')).url.pathname).toBe('/administracion/contactos');
      stage.inbox.refusal = null;
      await mailsTried(stage);
      expect(stage.inbox.mails.filter(({ to }) => to.startsWith('fugaz@'))).toEqual([]);
    });
  });

  test('that is repeated has the same Message-ID, and the same temporary password', async () => {
    const user = await someone(stage);
    await reset(stage, user);
    const first = await stage.inbox.next(goesTo(user.email));
    const temporary = /Contraseña temporal: (\S+)/.exec(first.text)?.[1];
    await mailsTried(stage);
    // Restores the state after a crash between the sending and the record of it.
    const { owner } = stage.database;
    const mail = await owner
      .selectFrom('mails')
      .select(['ruc', 'id'])
      .where('user_id', '=', user.id)
      .executeTakeFirstOrThrow();
    await owner.updateTable('mails').set({ status: 'queued', settled_at: null }).where('id', '=', mail.id).execute();
    await stage.database.inScope(mail.ruc, (scope) => stage.outbox.postAgain(scope, mail));
    expect(await mailedPassword(stage, user)).toBe(temporary);
    const messageIds = mailsTo(stage.inbox, user.email).map(({ messageId }) => messageId);
    expect(messageIds).toEqual([first.messageId, first.messageId]);
    expect(first.messageId).toMatch(/^<[\w-]+@prueba\.example>$/);
  });

  test('contains names with any characters unchanged in both its parts', async () => {
    const odd = `Obras & <b onclick="x()">Aguas</b> 'Ñandú' "Cía." 😀 {{x}}`;
    const { owner } = stage.database;
    await owner.updateTable('entities').set({ name: odd }).where('ruc', '=', stage.quito.ruc).execute();
    const user = await someone(stage, { paternalSurname: "D'Ávila-Ñuño de la Ó", firstName: 'Zoë' });
    await changeOwn(stage, user);
    const mail = await stage.inbox.next(goesTo(user.email));
    await owner.updateTable('entities').set({ name: stage.quito.name }).where('ruc', '=', stage.quito.ruc).execute();
    expect(mail.text).toContain(`Zoë D'Ávila-Ñuño de la Ó:`);
    expect(mail.text).toContain(`La contraseña de su usuario en ${odd} se cambió`);
    expect(elements(readHtml(mail.html, false).root, 'b')).toEqual([]);
  });

  // Comes last, as it checks all mails of the tests before it.
  test('has one recipient, a subject of one line, and two parts with the same text', async () => {
    await mailsTried(stage);
    expect(new Set(stage.inbox.mails.map(({ subject }) => subject.split(' ')[0])).size).toBeGreaterThanOrEqual(3);
    for (const mail of stage.inbox.mails) expect([mail.subject, lintMail(mail)]).toEqual([mail.subject, []]);
  });
});

function contactWith({ database, quito, clock }: Stage, email: string, from = '2022-01-01'): Promise<number> {
  return addContact(scopeOf(database, quito, clock.now), newcomer('Quispe', 'Amaru', { email, from }));
}

async function changeOwn(stage: Stage, user: CastUser): Promise<void> {
  const visitor = await stage.signedIn(user);
  await visitor.open(changePage);
  const page = await changePassword(visitor, password, chosen);
  expect(page.announced).toEqual(['Datos Actualizados. Sus demás sesiones se cerraron.']);
}

async function setEmail(stage: Stage, id: number, email: string): Promise<void> {
  const page = await saveContact(stage, id, { 'Correo Electrónico': email });
  expect(page.announced).toEqual(['Datos Actualizados']);
}

function linksIn({ html }: ReceivedMail): (string | undefined)[] {
  return elements(readHtml(html, false).root, 'a').map((link) => attribute(link, 'href'));
}
