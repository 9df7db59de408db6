import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { Inbox } from '../support/server/inbox.ts';
import { addDelegate, type CastUser, newcomer, password } from '../support/stage/cast.ts';
import { firstTryFailed, mailsTried } from '../support/stage/mail-queue.ts';
import { changePage, landing, mailedPassword, resetAndRead, resetPath } from '../support/stage/password-steps.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('A reset is refused', (stage) => {
  let inbox: Inbox;
  beforeAll(async () => {
    inbox = await stage.openInbox();
  });

  test('for the administrator, asked and sent, and nothing ends', async () => {
    const { administrator } = stage.quito;
    const visitor = await stage.signedIn(administrator);
    const before = await rowsOf(stage, administrator);
    const page = await visitor.open(resetPath(administrator));
    expect([page.status, page.offers('Resetear Contraseña')]).toEqual([200, false]);
    expect(page.text).toContain('adminquito es el usuario administrador');
    const answer = await visitor.post(resetPath(administrator), { _token: visitor.token });
    expect([answer.status, answer.title.startsWith('Error: ')]).toEqual([422, true]);
    expect(answer.text).toContain('adminquito es el usuario administrador');
    expect(answer.offers('Registrar el correo')).toBe(false);
    expect(await rowsOf(stage, administrator)).toEqual(before);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test('for a user whose contact has no e-mail, with the way to its form; nothing ends, no mail goes', async () => {
    const user = await someone(stage, '');
    const [theirs, administrator] = [await stage.signedIn(user), await stage.signedIn(stage.quito.administrator)];
    const before = await rowsOf(stage, user);
    const page = await administrator.open(resetPath(user));
    expect([page.status, page.offers('Resetear Contraseña')]).toEqual([200, false]);
    const answer = await administrator.post(resetPath(user), { _token: administrator.token });
    expect([answer.status, answer.text.includes('no tiene correo electrónico')]).toEqual([422, true]);
    await administrator.open(resetPath(user));
    const form = await administrator.follow('Registrar el correo');
    expect(form.url.pathname + form.url.hash).toBe(`/administracion/contactos/${user.contactId}#email`);
    expect(form.ids).toContain('email');
    await mailsTried(stage);
    expect([await rowsOf(stage, user), inbox.attempts]).toEqual([before, 0]);
    expect((await theirs.open('/inicio')).url.pathname).toBe('/inicio');
    // With the address registered it works.
    await administrator.fill({ 'Correo Electrónico': 'ahora@prueba.example' }).press('Guardar');
    expect(await landing(stage, user, await resetAndRead(stage, inbox, user))).toBe(changePage);
  });

  test('where the e-mail was taken away after the page had asked', async () => {
    const user = await someone(stage, 'antes@prueba.example');
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(resetPath(user));
    const { owner } = stage.database;
    await owner.updateTable('contacts').set({ email: '' }).where('id', '=', user.contactId).execute();
    const page = await administrator.press('Resetear Contraseña');
    expect([page.status, page.offers('Registrar el correo')]).toEqual([422, true]);
    expect(await landing(stage, user, password)).toBe('/inicio');
  });

  test('to a delegate, and for the users of another RUC as for those who aren’t there', async () => {
    const delegate = await stage.signedIn(stage.diana);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(resetPath(stage.bruno));
    const before = await rowsOf(stage, stage.carla);
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
    expect(await rowsOf(stage, stage.carla)).toEqual(before);
    await stage.signedIn(stage.bruno);
  });
});

onStage('The temporary password of a reset', (stage) => {
  let inbox: Inbox;
  beforeAll(async () => {
    inbox = await stage.openInbox();
  });

  test('is at rest nowhere in the database: not while its mail waits, nor after a failed try, nor later', async () => {
    const user = await someone(stage, 'secreta@prueba.example');
    const dumps: string[] = [];
    inbox.refusal = { responseCode: 451, message: 'Later' };
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(resetPath(user));
    await administrator.press('Resetear Contraseña');
    dumps.push(await dump(stage));
    await firstTryFailed(stage);
    dumps.push(await dump(stage));
    inbox.refusal = null;
    await mailsTried(stage);
    const temporary = await mailedPassword(inbox, user);
    dumps.push(await dump(stage));
    expect(await landing(stage, user, temporary)).toBe(changePage);
    dumps.push(await dump(stage));
    const bytes = Buffer.from(temporary);
    const shapes = [temporary, bytes.toString('hex'), ...[0, 1, 2].map((shift) => base64Core(bytes, shift))];
    for (const text of dumps) expect(shapes.filter((shape) => text.includes(shape))).toEqual([]);
    // What was searched is what there is: the mail's key, its recipient and the incident.
    for (const part of ['secreta@prueba.example', 's…a@prueba.example', 'pgboss.job', '$argon2id$']) {
      expect(dumps.at(-1)).toContain(part);
    }
  });
});

let people = 0;

function someone(stage: Stage, email: string): Promise<CastUser> {
  people += 1;
  return addDelegate(stage, `negado0${people}`, newcomer('Reina', 'Rita', { email }));
}

async function rowsOf({ database }: Stage, { ruc }: CastUser) {
  const all = ['users', 'sessions', 'mails', 'incidents', 'contacts'] as const;
  return Promise.all(all.map((table) => database.owner.selectFrom(table).selectAll().where('ruc', '=', ruc).execute()));
}

// Every row of every table, as text.
async function dump({ database: { owner } }: Stage): Promise<string> {
  const tables = await sql<{ place: string }>`
    select format('%I.%I', table_schema, table_name) as place from information_schema.tables
     where table_schema in ('public', 'pgboss')`.execute(owner);
  const texts = tables.rows.map(async ({ place }) => {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(place)} as t`.execute(owner);
    return [place, ...rows.map(({ row }) => row)].join('\n');
  });
  return (await Promise.all(texts)).join('\n');
}

// What of a text in base64 doesn't depend on what stands around it, where that begins at this place.
function base64Core(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return text.slice(4, -4);
}
