import { beforeEach, expect, test } from 'vitest';
import { appointAdministrator } from '../../src/data/outside/administrators.ts';
import { reportIdentityChange } from '../../src/data/outside/identity-reports.ts';
import { withOutbox } from '../../src/jobs/posting.ts';
import { goesTo, mailsTo, subjectsTo } from '../support/server/inbox.ts';
import { administratorsOf, answer, aParish, offerPage, offerTo, type Parish } from '../support/stage/administrator.ts';
import { type CastUser, password } from '../support/stage/cast.ts';
import { attempt, freshAddress } from '../support/stage/guesses.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { firstTryFailed, lastTriesOver, mailsTried } from '../support/stage/mail-queue.ts';
import { recover, recoverByMail } from '../support/stage/recovery.ts';
import { changePage } from '../support/stage/sign-in.ts';
import { onMailStage } from '../support/stage/stage.ts';

const accept = 'Aceptar la administración';

onMailStage('The mails about the administration', (stage) => {
  beforeEach(async () => {
    await stage.forgetGuesses();
    await stage.database.owner.deleteFrom('mail_counts').execute();
  });

  test('take the offer to the e-mail that was typed, with its end, and nothing that accepts it', async () => {
    const parish = await aParish(stage);
    await offerTo(stage, parish, parish.berta, { 'Correo Electrónico': 'oferta1@prueba.example' });
    const mail = await stage.inbox.next(goesTo('oferta1@prueba.example'));
    expect(mail.subject).toBe(`Le proponen la administración de ${parish.entity.name}`);
    for (const part of [
      'Berta Bravo:',
      'Andrade Ana, que administra',
      'Vale hasta: sábado 09 de abril de 2022, 15:53 (hora de Ecuador)',
      `Ingresar a SOCE Usuarios: ${new URL('/ingreso', stage.site.baseUrl).href}`,
    ]) {
      expect(mail.text).toContain(part);
    }
    await mailsTried(stage);
    expect(mailsTo(stage.inbox, parish.berta.email)).toEqual([]);
  });

  test('of an offer that was taken back, declined or has run out don’t leave any more', async () => {
    for (const end of ['withdrawn', 'declined', 'late'] as const) {
      const parish = await aParish(stage);
      const opened = stage.clock.now;
      stage.inbox.refusal = { responseCode: 451, message: 'later' };
      await offerTo(stage, parish, parish.berta);
      await firstTryFailed(stage);
      const visitor = await stage.browserOf(parish.ana);
      if (end === 'withdrawn') {
        await visitor.open(offerPage);
        await visitor.press('Retirar propuesta');
      }
      if (end === 'declined') await answer(stage, parish.berta, 'No aceptar');
      if (end === 'late') stage.clock.advance(72 * 3_600_000);
      stage.inbox.refusal = null;
      await mailsTried(stage);
      expect([end, subjectsTo(stage.inbox, parish.berta.email)]).toEqual([end, []]);
      stage.clock.now = opened;
    }
  });

  test('that could not be delivered are told on the page of the offer, not in the list of users', async () => {
    const parish = await aParish(stage);
    stage.inbox.refusal = { responseCode: 550, message: 'nobody' };
    await offerTo(stage, parish, parish.berta);
    await lastTriesOver(stage);
    stage.inbox.refusal = null;
    const visitor = await stage.browserOf(parish.ana);
    expect((await visitor.open(offerPage)).text).toContain('no se pudo entregar; revíselo y proponga de nuevo');
    expect((await visitor.open('/administracion/usuarios')).text).not.toContain('correo no entregado');
    expect((await (await stage.browserOf(parish.berta)).open('/inicio')).offers(accept)).toBe(true);
  });

  test('beyond three an hour are held back, which the confirmation names', async () => {
    const parish = await aParish(stage);
    for (let time = 1; time <= 3; time += 1) await offerTo(stage, parish, parish.berta);
    const page = await offerTo(stage, parish, parish.berta);
    expect(page.announced).toEqual([
      expect.stringMatching(/^Propuesta hecha\. Espera respuesta\. No se envió el aviso a b….*3 correos/),
    ]);
    expect((await (await stage.browserOf(parish.berta)).open('/inicio')).offers(accept)).toBe(true);
  });

  test('tell both and the legal representative of the change, once each', async () => {
    const parish = await aParish(stage);
    const { ana, berta, representative, entity } = parish;
    await offerTo(stage, parish, berta);
    await answer(stage, berta, accept);
    await mailsTried(stage);
    const subject = `Cambió el administrador de ${entity.name}`;
    for (const address of [ana.email, berta.email, representative]) {
      const told = mailsTo(stage.inbox, address).filter((mail) => mail.subject === subject);
      expect(told.length).toBe(1);
      expect(told[0]?.text).toContain('Administrador anterior: Andrade Ana (adminjunta)');
      expect(told[0]?.text).toContain('Administrador nuevo: Bravo Berta (bertajunta)');
    }
  });

  test('of a change by the command line leave with the server, also to a user of ended dates', async () => {
    const parish = await aParish(stage, { berta: { until: '2022-04-05' } });
    const { ana, berta, ciro, entity } = parish;
    await offerTo(stage, parish, ciro);
    const [former, next] = [await stage.browserOf(ana), await stage.browserOf(ciro)];
    const { database, clock } = stage;
    const set = await withOutbox(database, (outbox) =>
      appointAdministrator({ database, outbox }, { ruc: entity.ruc, userName: 'BertaJunta' }, clock.now),
    );
    expect(set).toMatchObject({ kind: 'changed', user: 'bertajunta', former: 'adminjunta', canSignIn: true });
    expect(await administratorsOf(stage, entity)).toEqual(['bertajunta']);
    expect((await former.open('/inicio')).url.pathname).toBe('/ingreso');
    expect((await next.open('/inicio')).offers(accept)).toBe(false);
    expect((await attempt(stage, berta)).url.pathname).toBe('/inicio');
    await mailsTried(stage);
    for (const address of [ana.email, berta.email, parish.representative]) {
      const [told, ...more] = mailsTo(stage.inbox, address).filter(({ subject }) => subject.startsWith('Cambió el'));
      expect([told?.text.includes('Lo cambió quien opera el sistema.'), more]).toEqual([true, []]);
    }
    const [incident] = await incidentsOf(stage, 'user', berta.id, 'administrator.set');
    expect(incident).toMatchObject({ actor_name: 'operación del sistema', actor_user_id: null });
  });

  test('tell the old address of the new administrator, with the link that puts it back', async () => {
    const parish = await aParish(stage);
    const { berta, entity } = parish;
    await offerTo(stage, parish, berta, { 'Correo Electrónico': 'ladrona@prueba.example' });
    await answer(stage, berta, accept);
    await mailsTried(stage);
    const notice = mailsTo(stage.inbox, berta.email).find(({ text }) => text.includes('/no-hice-el-cambio/'));
    expect(subjectsTo(stage.inbox, 'ladrona@prueba.example')).toEqual(
      expect.arrayContaining(['Cambió su correo electrónico en SOCE', `Cambió el administrador de ${entity.name}`]),
    );
    const visitor = stage.visitor();
    await visitor.open(linkIn(notice?.text ?? ''));
    expect((await visitor.press('Deshacer el cambio')).announced.length).toBe(1);
    expect(await userOf(berta)).toMatchObject({ administrator: true, recovery_locked: true, email: berta.email });
  });

  test('refuse the acceptance where a limit holds back the notice to the old address', async () => {
    const parish = await aParish(stage);
    const { berta, entity } = parish;
    await offerTo(stage, parish, berta, { 'Correo Electrónico': 'nueva2@prueba.example' });
    const moments = [1, 2, 3].map(() => stage.clock.now);
    await stage.database.owner
      .insertInto('mail_counts')
      .values({ kind: 'identity-changed', counted_for: berta.email, moments })
      .execute();
    const page = await answer(stage, berta, accept);
    expect([page.status, page.errors]).toEqual([
      422,
      [expect.stringMatching(/^No se guardó el cambio, porque ya salieron 3/)],
    ]);
    expect(await administratorsOf(stage, entity)).toEqual(['adminjunta']);
    stage.clock.advance(3_600_000);
    expect((await answer(stage, berta, accept)).announced.length).toBe(1);
  });

  test('tell an address of the former administrator that was replaced a moment before', async () => {
    const parish = await aParish(stage);
    const { ana, berta, entity } = parish;
    const { link } = await identityChanged(parish, 'ladron3@prueba.example');
    await offerTo(stage, parish, berta);
    await answer(stage, berta, accept);
    await mailsTried(stage);
    expect(subjectsTo(stage.inbox, ana.email)).toContain(`Cambió el administrador de ${entity.name}`);
    // Its link still puts the address back, and locks no recovery.
    const visitor = stage.visitor();
    const former = await stage.signedIn(ana);
    await visitor.open(link);
    await visitor.press('Deshacer el cambio');
    expect(await userOf(ana)).toMatchObject({ administrator: false, recovery_locked: false, email: ana.email });
    expect((await former.open('/inicio')).url.pathname).toBe('/ingreso');
    expect(await userOf(berta)).toMatchObject({ administrator: true, recovery_locked: false });
  });

  test('that report a change or a recovery withdraw the offer that waits', async () => {
    const parish = await aParish(stage);
    const { berta } = parish;
    const { link } = await identityChanged(parish, 'ladron4@prueba.example');
    await offerTo(stage, parish, berta);
    const origin = { now: stage.clock.now, address: '127.0.0.1', requestId: 'x' };
    await reportIdentityChange(stage, link.split('/').at(-1) ?? '', origin);
    const other = await aParish(stage, { ana: { email: 'amparo@prueba.example', birthDate: '1985-02-28' } });
    const reported = await recoverByMail(stage, other.ana);
    await offerTo(stage, other, other.berta);
    const visitor = stage.visitor();
    await visitor.open(reported.link);
    await visitor.press('Confirmar el reporte');
    for (const user of [berta, other.berta]) {
      const [incident] = await incidentsOf(stage, 'user', user.id, 'administration.withdrawn');
      expect(incident).toMatchObject({ actor_name: 'Sin sesión', changes: [{ new: 'reported' }] });
      expect((await (await stage.browserOf(user)).open('/inicio')).offers(accept)).toBe(false);
    }
  });

  test('of a recovery that the former administrator asked for give no access any more', async () => {
    const parish = await aParish(stage, { ana: { email: 'amparo@prueba.example', birthDate: '1985-02-28' } });
    const { ana, berta, entity } = parish;
    await offerTo(stage, parish, berta);
    const { temporary } = await recoverByMail(stage, ana);
    await answer(stage, berta, accept);
    expect((await attempt(stage, temporary)).status).toBe(422);
    // The data are no administrator's any more.
    const identity = {
      RUC: entity.ruc,
      'Correo Electrónico': 'amparo@prueba.example',
      'Fecha de Nacimiento': '1985-02-28',
    };
    const before = await recoveriesOf(entity.ruc);
    await recover(stage.site.visitor({ address: freshAddress() }), identity);
    await mailsTried(stage);
    expect(await recoveriesOf(entity.ruc)).toEqual(before);
    await recover(stage.site.visitor({ address: freshAddress() }), { ...identity, 'Correo Electrónico': berta.email });
    await mailsTried(stage);
    expect((await recoveriesOf(entity.ruc)).at(-1)).toBe(berta.id);
    expect((await attempt(stage, { ...ana, password })).url.pathname).not.toBe(changePage);
  });

  async function identityChanged({ ana }: Parish, email: string): Promise<{ link: string }> {
    const visitor = await stage.browserOf(ana);
    await visitor.open(`/administracion/contactos/${ana.contactId}`);
    await visitor.fill({ 'Correo Electrónico': email }).press('Guardar');
    await visitor.fill({ Contraseña: password }).press('Guardar los cambios');
    const mail = await stage.inbox.next(({ to, text }) => to === ana.email && text.includes('/no-hice-el-cambio/'));
    return { link: linkIn(mail.text) };
  }

  function userOf({ id }: CastUser) {
    return stage.database.owner
      .selectFrom('users as u')
      .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
      .select(['u.administrator', 'u.recovery_locked', 'c.email'])
      .where('u.id', '=', id)
      .executeTakeFirst();
  }

  async function recoveriesOf(ruc: string) {
    const rows = stage.database.owner.selectFrom('recoveries').select('user_id').where('ruc', '=', ruc).orderBy('id');
    return (await rows.execute()).map(({ user_id }) => user_id);
  }
});

function linkIn(text: string): string {
  return /http:\/\/[^/]+(\/recuperar\/no-hice-el-cambio\/[\w-]+)/.exec(text)?.[1] ?? '';
}
