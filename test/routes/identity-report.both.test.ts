import { afterEach, beforeEach, expect, test } from 'vitest';
import { administratorCommands } from '../../src/cli/administrator.ts';
import type { CommandContext, Values } from '../../src/cli/command.ts';
import type { Page } from '../support/browser/page.ts';
import { contents } from '../support/server/contents.ts';
import { arriving } from '../support/stage/administration.ts';
import { addContact, newcomer, password, scopeOf } from '../support/stage/cast.ts';
import { attempt, freshAddress } from '../support/stage/guesses.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { mailsTried } from '../support/stage/mail-queue.ts';
import { identityOf, putAdministratorsBack, recover, recoverByMail } from '../support/stage/recovery.ts';
import { onMailStage } from '../support/stage/stage.ts';

const day = 24 * 3_600_000;
const path = '/recuperar/no-hice-el-cambio';
const button = 'Deshacer el cambio';
const old = 'amparo@prueba.example';

// S5: whoever had the administrator's session and password is thrown out from the old address.
onMailStage('“Yo no hice este cambio”', (stage) => {
  // Each test sends mails of the same kind to the same person.
  beforeEach(() => stage.database.owner.deleteFrom('mail_counts').execute());

  let before: Awaited<ReturnType<typeof stored>>;
  beforeEach(async () => {
    await stage.forgetGuesses();
    await putAdministratorsBack(stage);
    before ??= await stored();
  });
  afterEach(async () => {
    const { contactId } = stage.quito.administrator;
    await stage.database.owner.updateTable('contacts').set(before).where('id', '=', contactId).execute();
  });

  test('comes to the old address alone, also where only the document or the birth date changed', async () => {
    const changes: Record<string, string>[] = [
      { 'Correo Electrónico': 'ladron@prueba.example' },
      { 'Correo Electrónico': old },
      { 'Número Identificación': 'OTRO12345' },
      { 'Fecha de Nacimiento': '1980-01-01' },
    ];
    const told = ['Correo Electrónico', 'Correo Electrónico', 'Número Identificación', 'Fecha de Nacimiento'];
    for (const [place, change] of changes.entries()) {
      const link = await changed(change, place === 1 ? 'ladron@prueba.example' : old);
      expect(link).toMatch(/^\/recuperar\/no-hice-el-cambio\/[\w-]{43}$/);
      expect(lastText).toContain(`Datos que cambiaron: ${told[place]}\n`);
      expect(lastText).not.toMatch(/1980-01-01|OTRO12345|ladron@|amparo@/);
    }
    await mailsTried(stage);
    const toNew = stage.inbox.mails.filter(({ to, subject }) => to !== old && subject.startsWith('Cambió su correo'));
    expect(toNew.length).toBeGreaterThan(0);
    expect(toNew.some(({ text }) => text.includes('no-hice'))).toBe(false);
  });

  test('changes nothing when it is opened, and its token stands in no page and in no row', async () => {
    const link = await changed({ 'Correo Electrónico': 'ladron@prueba.example' });
    await mailsTried(stage);
    const rows = await contents(stage.database, 'throttling');
    const visitor = stage.visitor();
    const answer = await visitor.get(link);
    expect([answer.status, answer.headers.location, answer.headers['referrer-policy']]).toEqual([
      303,
      path,
      'no-referrer',
    ]);
    const page = await visitor.open(link);
    expect([page.offers(button), page.html.includes(link.split('/').at(-1) ?? '')]).toEqual([true, false]);
    expect(await contents(stage.database, 'throttling')).toEqual(rows);
    expect(JSON.stringify(rows)).not.toContain(link.split('/').at(-1));
  });

  test('puts the old data back, ends sessions and temporary passwords, and leaves one incident', async () => {
    const link = await changed({ 'Correo Electrónico': 'ladron@prueba.example', 'Fecha de Nacimiento': '1980-01-01' });
    const thief = await stage.signedIn(stage.quito.administrator);
    await stage.database.owner
      .updateTable('users')
      .set({ mailed_seed: 'x', mailed_until: new Date('2030-01-01') })
      .where('id', '=', stage.quito.administrator.id)
      .execute();
    const page = await report(link);
    expect(page.announced).toEqual(['El cambio se deshizo y su reporte quedó registrado.']);
    expect(await stored()).toEqual(before);
    expect((await thief.open('/inicio')).url.pathname).toBe('/ingreso');
    const user = await stage.database.owner
      .selectFrom('users')
      .select(['mailed_seed', 'recovery_locked', 'active'])
      .where('id', '=', stage.quito.administrator.id)
      .executeTakeFirst();
    expect(user).toEqual({ mailed_seed: null, recovery_locked: true, active: true });
    const reports = await incidentsOf(stage, 'contact', stage.quito.administrator.contactId, 'identity.reported');
    expect(reports.at(-1)).toMatchObject({
      actor_name: 'Sin sesión',
      changes: [
        { field: 'contact.email', old: 'ladron@prueba.example', new: old },
        { field: 'contact.birthDate', old: '1980-01-01', new: '1985-02-28' },
        { field: 'recovery.locked', old: false, new: true },
      ],
    });
    const administrator = await arriving(stage, stage.quito.administrator, '/administracion/contactos/incidencias');
    expect(administrator.page.text).toContain('Recuperación de la contraseña: HABILITADA → BLOQUEADA');
  });

  test('locks the recovery, which answers as ever and sends nothing, until the operator’s reset', async () => {
    await report(await changed({ 'Fecha de Nacimiento': '1980-01-01' }));
    const count = async () =>
      (await stage.database.owner.selectFrom('mails').select('id').where('kind', '=', 'recovery').execute()).length;
    const mails = await count();
    const page = await recover(stage.site.visitor({ address: freshAddress() }), identityOf(stage.quito));
    expect([page.url.pathname, page.status]).toEqual(['/recuperar/listo', 200]);
    await settled();
    expect(await count()).toBe(mails);
    const told = await reset();
    expect([told.data, told.text]).toEqual([
      expect.objectContaining({ recoveryUnlocked: true }),
      expect.stringContaining('queda habilitada'),
    ]);
    expect((await reset()).data).toMatchObject({ recoveryUnlocked: false });
    await recoverByMail(stage, stage.quito.administrator);
    expect(await count()).toBe(mails + 1);
  });

  test('drops the mail of a recovery that is still queued', async () => {
    const link = await changed({ 'Correo Electrónico': 'ladron@prueba.example' });
    const { id: user_id, contactId: contact_id, ruc } = stage.quito.administrator;
    const mail = { ruc, kind: 'recovery', user_id, contact_id, recipient: 'ladron@prueba.example', seed: 's' } as const;
    await stage.database.owner
      .insertInto('mails')
      .values({ ...mail, details: '{}', queued_at: stage.clock.now })
      .execute();
    await report(link);
    const row = stage.database.owner.selectFrom('mails').select('status').where('seed', '=', 's');
    expect(await row.execute()).toEqual([{ status: 'dropped' }]);
  });

  test('is valid for ten days, whatever happened since', async () => {
    const links = [
      await changed({ 'Fecha de Nacimiento': '1980-01-01' }),
      await changed({ 'Número Identificación': 'X12345' }),
    ];
    const visitor = stage.visitor();
    stage.clock.advance(10 * day - 1);
    await stage.forgetGuesses();
    expect((await visitor.open(links[1] ?? '')).offers(button)).toBe(true);
    stage.clock.advance(1);
    const late = await visitor.press(button);
    expect(late.text).toContain('El plazo de 10 días para reportar este cambio terminó.');
    expect((await stored()).document_number).toBe('X12345');
  });

  test('after several changes puts back what its own replaced, and ends the links of the later ones', async () => {
    const first = await changed({ 'Correo Electrónico': 'ladron@prueba.example' });
    const second = await changed({ 'Correo Electrónico': 'otro@prueba.example' }, 'ladron@prueba.example');
    const thief = stage.visitor();
    await thief.open(second);
    await report(first);
    expect((await stored()).email).toBe(old);
    expect((await thief.press(button)).text).toContain('El cambio ya se deshizo');
    expect((await stored()).email).toBe(old);
  });

  test('of a later change leaves the link of an earlier one open', async () => {
    const first = await changed({ 'Correo Electrónico': 'ladron@prueba.example' });
    const second = await changed({ 'Correo Electrónico': 'otro@prueba.example' }, 'ladron@prueba.example');
    await report(second);
    expect((await stored()).email).toBe('ladron@prueba.example');
    await report(first);
    expect((await stored()).email).toBe(old);
  });

  test('sent five times at once has one effect', async () => {
    const link = await changed({ 'Fecha de Nacimiento': '1980-01-01' });
    const { contactId } = stage.quito.administrator;
    const reports = () => incidentsOf(stage, 'contact', contactId, 'identity.reported');
    const count = (await reports()).length;
    const visitor = stage.visitor();
    await visitor.open(link);
    const form = { _token: visitor.token };
    const pages = await Promise.all(Array.from({ length: 5 }, () => visitor.post(path, form)));
    expect(pages.map(({ status }) => status)).toEqual(Array(5).fill(303));
    expect(await reports()).toHaveLength(count + 1);
  });

  test('leaves the document where another contact has taken the old one, and the incident says so', async () => {
    const link = await changed({ 'Correo Electrónico': 'ladron@prueba.example', 'Número Identificación': 'X99999' });
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    const taken = { documentType: before.document_type, documentNumber: before.document_number };
    const id = await addContact(scope, newcomer('Doble', 'Delia', taken));
    await report(link);
    expect(await stored()).toEqual({ ...before, document_number: 'X99999' });
    const reports = await incidentsOf(stage, 'contact', stage.quito.administrator.contactId, 'identity.reported');
    expect(reports.at(-1)?.changes).toContainEqual({
      field: 'identity.documentTaken',
      old: null,
      new: `${before.document_type} ${before.document_number}`,
    });
    await stage.database.owner.deleteFrom('contacts').where('id', '=', id).execute();
  });

  test('is found at no other address, and needs its form token', async () => {
    const link = await changed({ 'Fecha de Nacimiento': '1980-01-01' });
    for (const other of [`${link}x`, link.slice(0, -1), `${path}/${'x'.repeat(43)}`]) {
      const visitor = stage.site.visitor({ address: freshAddress() });
      expect((await visitor.open(other)).status).toBe(404);
    }
    const visitor = stage.visitor();
    await visitor.open(link);
    expect((await visitor.post(path, { _token: 'x'.repeat(43) })).status).toBe(403);
    expect((await stored()).birth_date).toBe('1980-01-01');
  });

  test('can be asked for twenty times a minute from one address, and a refusal says so', async () => {
    const link = await changed({ 'Fecha de Nacimiento': '1980-01-01' });
    const visitor = stage.site.visitor({ address: freshAddress(), weigh: false });
    for (let time = 0; time < 20; time += 1) expect((await visitor.open(link)).status).toBe(200);
    const refused = await visitor.open(link);
    expect(refused.status).toBe(429);
    expect(refused.text).toMatch(/Hubo demasiados intentos\. Vuelva a intentarlo a partir de las \d\d:\d\d\./);
  });

  test('lets the owner in with the ordinary password, which the report leaves', async () => {
    await report(await changed({ 'Fecha de Nacimiento': '1980-01-01' }));
    expect((await attempt(stage, stage.quito.administrator)).url.pathname).toBe('/inicio');
  });

  let lastText = '';

  // Changes the identity as somebody who has session and password; gives the path of the link in the notice.
  async function changed(typed: Record<string, string>, noticeTo = old): Promise<string> {
    const { administrator } = stage.quito;
    const visitor = await arriving(stage, administrator, `/administracion/contactos/${administrator.contactId}`);
    await visitor.fill(typed).press('Guardar');
    await visitor.fill({ Contraseña: password }).press('Guardar los cambios');
    const mail = await stage.inbox.next(({ to, text }) => to === noticeTo && text.includes('/no-hice-el-cambio/'));
    lastText = mail.text;
    return /Yo no hice este cambio: http:\/\/[^/]+(\S+)/.exec(mail.text)?.[1] ?? '';
  }

  async function report(link: string): Promise<Page> {
    const visitor = stage.visitor();
    await visitor.open(link);
    return visitor.press(button);
  }

  function reset() {
    const { plan } = administratorCommands['admin reset'] ?? {};
    if (!plan) throw new Error('The command is missing.');
    const context = { now: stage.clock.now } as CommandContext;
    return plan({ ruc: stage.quito.ruc } as Values, context)(stage.database, []);
  }

  async function settled(): Promise<void> {
    await expect
      .poll(
        async () => {
          const open = stage.database.owner.selectFrom('recovery_drafts').select('id').where('settled_at', 'is', null);
          return (await open.where('step', '=', 'done').execute()).length;
        },
        { timeout: 20_000 },
      )
      .toBe(0);
  }

  function stored() {
    return stage.database.owner
      .selectFrom('contacts')
      .select(['email', 'birth_date', 'document_type', 'document_number'])
      .where('ruc', '=', stage.quito.ruc)
      .where('id', '=', stage.quito.administrator.contactId)
      .executeTakeFirstOrThrow();
  }
});
