import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { contents } from '../support/server/contents.ts';
import type { ReceivedMail } from '../support/server/inbox.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { attempt, freshAddress } from '../support/stage/guesses.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { putAdministratorsBack, recoverByMail } from '../support/stage/recovery.ts';
import { changePassword, signIn } from '../support/stage/sign-in.ts';
import { onMailStage } from '../support/stage/stage.ts';

const hour = 3_600_000;
const day = 24 * hour;
const path = '/recuperar/no-solicite';
const button = 'Confirmar el reporte';

onMailStage('“Yo no solicité este cambio”', (stage) => {
  beforeAll(async () => {
    const ofQuito = scopeOf(stage.database, stage.quito, stage.clock.now);
    const representative = { position: 'Representante Legal' };
    await addContact(ofQuito, newcomer('Rey', 'Regina', representative));
    await addContact(ofQuito, newcomer('Rey', 'Renata', representative));
    await addContact(ofQuito, newcomer('Rey', 'Rita', { ...representative, active: false }));
    await addContact(ofQuito, newcomer('Rey', 'Rosa', { ...representative, email: '' }));
    await addContact(scopeOf(stage.database, stage.cuenca, stage.clock.now), newcomer('Rey', 'Raquel', representative));
  });
  beforeEach(async () => {
    await stage.forgetGuesses();
    await putAdministratorsBack(stage);
  });

  test('disables the administrator at once and says how to get access again', async () => {
    const { link, temporary } = await recoverByMail(stage, stage.quito.administrator);
    const open = await stage.signedIn(stage.quito.administrator);
    const before = (await eventsOf(stage, stage.quito.ruc)).length;
    const page = await report(link);
    expect([page.url.pathname, page.status]).toEqual([path, 200]);
    expect(page.announced).toEqual(['El reporte quedó registrado.']);
    expect(page.text).toMatch(/deshabilitado\. Para habilitarlo de nuevo, la entidad acude a la mesa de ayuda/);
    expect(page.offers(button)).toBe(false);
    expect((await open.open('/inicio')).url.pathname).toBe('/ingreso');
    for (const dead of [stage.quito.administrator, temporary]) expect((await attempt(stage, dead)).status).toBe(422);
    expect(await eventsSince(before)).toEqual(['recovery.reported', 'sign-in.refused', 'sign-in.refused']);
  });

  test('is mailed to the legal representatives who are ACTIVO and have an e-mail, and to nobody else', async () => {
    stage.clock.advance(1);
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    await report(link);
    const posted = stage.database.owner.selectFrom('mails').select('recipient').where('kind', '=', 'recovery-reported');
    const recipients = await posted.where('queued_at', '=', stage.clock.now).orderBy('recipient').execute();
    const expected = ['regina@prueba.example', 'renata@prueba.example'];
    expect(recipients.map(({ recipient }) => recipient)).toEqual(expected);
    for (const address of expected) {
      const mail = await stage.inbox.next(({ subject, to }) => to === address && subject.startsWith('Se deshabilitó'));
      expect(mail.text).toMatch(/^(Regina|Renata) Rey:/);
      expect(mail.text).toContain('RUC: 1769999930001\nUsuario: adminquito');
    }
  });

  test.for([
    ['24 hours', 24 * hour, true],
    ['24 hours and a moment', 24 * hour + 1, false],
  ] as const)('%s after the request is marked as such in one incident', async ([, later, mark]) => {
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    stage.clock.advance(later);
    const from = freshAddress();
    await report(link, stage.site.visitor({ address: from }));
    const [row] = await stage.database.owner
      .selectFrom('incidents')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .execute();
    expect(row).toMatchObject({
      ruc: stage.quito.ruc,
      event: 'recovery.reported',
      actor_name: 'Sin sesión',
      subject_name: 'adminquito',
      address: from,
      changes: [
        { field: 'user.active', old: true, new: false },
        { field: 'recovery.reportedInTime', old: null, new: mark },
      ],
    });
  });

  test('sent a second time changes nothing and says that it was reported', async () => {
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    const [one, other] = [stage.visitor(), stage.visitor()];
    for (const visitor of [one, other]) await visitor.open(link);
    await one.press(button);
    const before = await contents(stage.database, 'throttling', 'mails');
    const again = await other.press(button);
    expect(again.text).toContain('Esta solicitud ya fue reportada y el usuario administrador quedó deshabilitado.');
    expect((await stage.visitor().open(link)).offers(button)).toBe(false);
    expect(await contents(stage.database, 'throttling', 'mails')).toEqual(before);
  });

  test('sent five times at once has one effect', async () => {
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    const before = (await eventsOf(stage, stage.quito.ruc)).length;
    const visitor = stage.visitor();
    const { _token } = { _token: (await visitor.open(link)) && visitor.token };
    const pages = await Promise.all(Array.from({ length: 5 }, () => visitor.post(path, { _token })));
    expect(pages.map(({ status }) => status)).toEqual(Array(5).fill(303));
    expect(await eventsSince(before)).toEqual(['recovery.reported']);
  });

  test('of a second recovery leaves no incident of a state that was changed before', async () => {
    const requests = [
      await recoverByMail(stage, stage.quito.administrator),
      await recoverByMail(stage, stage.quito.administrator),
    ];
    for (const { link } of requests) await report(link);
    const rows = await stage.database.owner
      .selectFrom('incidents')
      .select('changes')
      .orderBy('id', 'desc')
      .limit(2)
      .execute();
    expect(rows.map(({ changes }) => changes.length)).toEqual([1, 2]);
  });

  test('works after the temporary password has been used', async () => {
    const { link, temporary } = await recoverByMail(stage, stage.quito.administrator);
    const thief = stage.visitor();
    await signIn(thief, temporary);
    const next = 'Colibrí-Verde-88';
    await changePassword(thief, temporary.password, next);
    expect((await thief.open('/inicio')).url.pathname).toBe('/inicio');
    // A sign-in advances the clock by a moment.
    stage.clock.advance(10 * day - 2);
    const thiefAgain = await stage.signedIn({ ...temporary, password: next });
    await report(link);
    expect((await thiefAgain.open('/inicio')).url.pathname).toBe('/ingreso');
    expect((await attempt(stage, { ...temporary, password: next })).status).toBe(422);
  });

  test('disables the administrator of that entity alone', async () => {
    await recoverByMail(stage, stage.quito.administrator);
    const { link } = await recoverByMail(stage, stage.cuenca.administrator);
    const page = await report(link);
    expect(page.text).toContain('Usuario admincuenca de Empresa de Ensayo, RUC 0969999920001.');
    expect((await attempt(stage, stage.cuenca.administrator)).status).toBe(422);
    expect((await attempt(stage, stage.quito.administrator)).url.pathname).toBe('/inicio');
    expect((await stage.inbox.next((mail) => isNotice(mail) && mail.text.includes(stage.cuenca.ruc))).to).toBe(
      'raquel@prueba.example',
    );
  });

  async function report(link: string, visitor: Visitor = stage.visitor()): Promise<Page> {
    await visitor.open(link);
    return visitor.press(button);
  }

  function isNotice({ subject }: ReceivedMail): boolean {
    return subject.startsWith('Se deshabilitó el usuario');
  }

  async function eventsSince(count: number): Promise<string[]> {
    return (await eventsOf(stage, stage.quito.ruc)).slice(count);
  }
});
