import { beforeEach, expect, test } from 'vitest';
import { suspendEntity } from '../../src/data/outside/entities.ts';
import { elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import { actsOf, administratorsOf, answer, aParish, offerPage, offerTo } from '../support/stage/administrator.ts';
import { password, secondUser } from '../support/stage/cast.ts';
import { watchVerifications } from '../support/stage/guesses.ts';
import { eventsOf, incidentsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';

const hour = 3_600_000;
const accept = 'Aceptar la administración';
const made = 'Propuesta hecha. Espera respuesta.';

onStage('An offer of the administration', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('is made with the own password, to a delegate who gets in today', async () => {
    const parish = await aParish(stage);
    const visitor = await stage.browserOf(parish.ana);
    await visitor.open('/inicio');
    await visitor.follow('Administración');
    const form = await visitor.follow('Administrador');
    expect([form.h1, form.url.pathname]).toEqual(['Cambio de administrador', offerPage]);
    expect(choices(form)).toEqual(['Bravo Berta (bertajunta)', 'Coro Ciro (cirojunta1)']);
    visitor.fill({ 'Nuevo administrador': 'Bravo Berta (bertajunta)', Contraseña: password });
    const page = await visitor.press('Proponer');
    expect([page.announced, page.url.pathname]).toEqual([[made], offerPage]);
    for (const told of ['Bravo Berta (bertajunta)', parish.berta.email, '2022-04-09 15:53']) {
      expect(page.text).toContain(told);
    }
    const [incident] = await incidentsOf(stage, 'user', parish.berta.id, 'administration.offered');
    expect(incident).toMatchObject({ actor_name: 'adminjunta', subject_name: 'bertajunta', outcome: 'done' });
    expect(await administratorsOf(stage, parish.entity)).toEqual(['adminjunta']);
  });

  test('shows the e-mail of the user in the address, and that of another choice as soon as it is made', async () => {
    const { ana, berta, ciro } = await aParish(stage);
    const visitor = await stage.browserOf(ana);
    const page = await visitor.open(`${offerPage}?usuario=${berta.id}`);
    expect(page.field('Correo Electrónico').value).toBe(berta.email);
    const typed = { _token: visitor.token, userId: String(ciro.id), email: berta.email, accion: 'elegir' };
    const swapped = await visitor.post(offerPage, typed, { 'HX-Request': 'true' });
    expect([swapped.status, swapped.field('Correo Electrónico').value]).toEqual([200, ciro.email]);
    expect(swapped.text).toContain(`Correo Electrónico: está el registrado, ${ciro.email}.`);
  });

  test('asks to look again where another person is chosen after the e-mail was filled in', async () => {
    const { ana, berta, ciro, entity } = await aParish(stage);
    const visitor = await stage.browserOf(ana);
    await visitor.open(`${offerPage}?usuario=${berta.id}`);
    const choice = { 'Nuevo administrador': 'Coro Ciro (cirojunta1)', Contraseña: password };
    const refused = await visitor.fill(choice).press('Proponer');
    expect([refused.status, refused.field('Correo Electrónico').value]).toEqual([422, ciro.email]);
    expect(refused.errors).toEqual([
      expect.stringMatching(/^Correo Electrónico: .* Revise el de Coro Ciro y proponga/),
    ]);
    expect((await visitor.fill({ Contraseña: password }).press('Proponer')).announced).toEqual([made]);
    expect(await offersOf(entity.ruc)).toMatchObject([{ user_id: ciro.id, email: ciro.email }]);
  });

  test('keeps an e-mail that was typed, also where another person was chosen before', async () => {
    const { ana, berta, ciro, entity } = await aParish(stage);
    const visitor = await stage.browserOf(ana);
    await visitor.open(`${offerPage}?usuario=${berta.id}`);
    const choice = { 'Nuevo administrador': 'Coro Ciro (cirojunta1)', 'Correo Electrónico': 'coro@prueba.example' };
    const refused = await visitor.fill({ ...choice, Contraseña: 'Otra-Clave-99' }).press('Proponer');
    expect([refused.errors, refused.field('Correo Electrónico').value]).toEqual([
      [expect.stringMatching(/^Contraseña: /)],
      'coro@prueba.example',
    ]);
    expect((await visitor.fill({ Contraseña: password }).press('Proponer')).announced).toEqual([made]);
    expect(await offersOf(entity.ruc)).toMatchObject([{ user_id: ciro.id, email: 'coro@prueba.example' }]);
  });

  test('asks to look again where the e-mail that the page had filled in was changed meanwhile', async () => {
    const { ana, berta, entity } = await aParish(stage);
    const visitor = await stage.browserOf(ana);
    await visitor.open(`${offerPage}?usuario=${berta.id}`);
    const stored = stage.database.owner.updateTable('contacts').set({ email: 'nueva@prueba.example' });
    await stored.where('id', '=', berta.contactId).execute();
    const refused = await visitor.fill({ Contraseña: password }).press('Proponer');
    expect([refused.status, refused.field('Correo Electrónico').value]).toEqual([422, 'nueva@prueba.example']);
    expect(await offersOf(entity.ruc)).toEqual([]);
  });

  test('goes to the e-mail that was typed, and needs one where the contact has none', async () => {
    const parish = await aParish(stage, { berta: { email: '' } });
    const { berta, entity } = parish;
    const refused = await offerTo(stage, parish, berta);
    expect(refused.errors).toEqual([expect.stringMatching(/^Correo Electrónico: escríbalo, porque .* bertajunta/)]);
    for (const wrong of ['berta', 'berta@', 'berta @prueba.example']) {
      const page = await offerTo(stage, parish, berta, { 'Correo Electrónico': wrong });
      expect([page.status, page.field('Correo Electrónico').value]).toEqual([422, wrong]);
    }
    await offerTo(stage, parish, berta, { 'Correo Electrónico': 'nueva@prueba.example' });
    expect(await offersOf(entity.ruc)).toMatchObject([{ email: 'nueva@prueba.example' }]);
  });

  test('is refused with a wrong or missing password, behind the guard of sign-ins', async () => {
    const parish = await aParish(stage);
    const { ana, berta, entity } = parish;
    for (const wrong of ['', 'Otra-Clave-99']) {
      const page = await offerTo(stage, parish, berta, { Contraseña: wrong });
      expect([page.status, page.field('Contraseña').value]).toEqual([422, '']);
      expect(page.errors).toEqual([expect.stringMatching(/^Contraseña: /)]);
    }
    for (let time = 2; time <= 5; time += 1) await offerTo(stage, parish, berta, { Contraseña: `Otra-Clave-${time}` });
    const verifications = await watchVerifications(stage, ana);
    const page = await offerTo(stage, parish, berta);
    expect([page.status, page.errors]).toEqual([422, [expect.stringMatching(/^Hubo demasiados intentos\./)]]);
    expect(verifications.own()).toBe(0);
    expect(await offersOf(entity.ruc)).toEqual([]);
  });

  test('is neither offered to nor accepted for whoever can’t get it', async () => {
    const parish = await aParish(stage);
    const { ana, berta, ciro, entity } = parish;
    const own = await secondUser(stage, ana, 'anadelegada');
    const change = (values: object) =>
      stage.database.owner.updateTable('contacts').set(values).where('id', '=', berta.contactId).execute();
    const cases: [what: string, id: number, prepare: () => Promise<unknown>][] = [
      ['oneself', ana.id, async () => {}],
      ['another user of the own', own.id, async () => {}],
      ['another entity’s user', stage.diana.id, async () => {}],
      ['nobody', 987_654_321, async () => {}],
      ['an INACTIVO contact', berta.id, () => change({ active: false })],
      ['an ended delegation', berta.id, () => change({ active: true, delegated_until: '2022-04-05' })],
      ['one to come', berta.id, () => change({ delegated_until: null, delegated_from: '2022-04-07' })],
      [
        'a deactivated user',
        ciro.id,
        () => stage.database.owner.updateTable('users').set({ active: false }).where('id', '=', ciro.id).execute(),
      ],
    ];
    const visitor = await stage.browserOf(ana);
    for (const [what, id, prepare] of cases) {
      await prepare();
      const page = await visitor.open(offerPage);
      expect([what, page.html.includes(`value="${id}"`)]).toEqual([what, false]);
      const typed = { _token: visitor.token, userId: String(id), email: 'x@prueba.example', password };
      const refused = await visitor.post(offerPage, typed);
      expect([what, refused.status, refused.errors]).toEqual([
        what,
        422,
        [expect.stringMatching(/^Nuevo administrador: .*(elija|Elija)/)],
      ]);
    }
    expect(await offersOf(entity.ruc)).toEqual([]);
  });

  test('to a person whose delegation ends today or begins today is made', async () => {
    for (const dates of [{ until: '2022-04-06' }, { from: '2022-04-06' }]) {
      const parish = await aParish(stage, { berta: dates });
      expect((await offerTo(stage, parish, parish.berta)).announced).toEqual([made]);
    }
  });

  test('sent twice is one; with other content under its key it is told', async () => {
    const parish = await aParish(stage);
    const { ana, berta, ciro, entity } = parish;
    const visitor = await stage.browserOf(ana);
    await visitor.open(`${offerPage}?usuario=${berta.id}`);
    const { entries } = visitor.fill({ Contraseña: password }).page.submission('Proponer');
    const answers = await Promise.all([1, 2].map(() => visitor.post(offerPage, entries)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const other = entries.map(([name, value]): [string, string] =>
      name === 'userId' ? [name, String(ciro.id)] : name === 'filledIn' ? [name, ''] : [name, value],
    );
    const reused = await visitor.post(offerPage, other);
    expect([reused.status, reused.errors]).toEqual([
      422,
      [expect.stringMatching(/^Con este formulario ya se hizo la propuesta a Bravo Berta \(bertajunta\)/)],
    ]);
    expect(await offersOf(entity.ruc)).toMatchObject([{ user_id: berta.id, outcome: null }]);
    expect((await incidentsOf(stage, 'user', berta.id, 'administration.offered')).length).toBe(1);
  });

  test('replaces the one that waits, whose person no longer finds it', async () => {
    const parish = await aParish(stage);
    const { berta, ciro, entity } = parish;
    await offerTo(stage, parish, berta);
    const late = await stage.browserOf(berta);
    await late.open('/inicio');
    await offerTo(stage, parish, ciro);
    const refused = await late.press(accept);
    expect([refused.status, refused.title]).toEqual([422, expect.stringMatching(/^Error: /)]);
    expect(refused.errors).toEqual([
      expect.stringMatching(
        /^No se aceptó la administración: la propuesta a Bravo Berta \(bertajunta\) se retiró el 2022/,
      ),
    ]);
    expect(refused.offers(accept)).toBe(false);
    expect((await offersOf(entity.ruc)).map(({ outcome }) => outcome)).toEqual(['withdrawn', null]);
    const [withdrawn] = await incidentsOf(stage, 'user', berta.id, 'administration.withdrawn');
    expect(withdrawn?.changes).toEqual([{ field: 'administration.withdrawnFor', old: null, new: 'replaced' }]);
    expect((await (await stage.browserOf(ciro)).open('/inicio')).offers(accept)).toBe(true);
  });

  test('that has run out is told as such, also after another one was made', async () => {
    const parish = await aParish(stage);
    const { ana, berta, ciro } = parish;
    await offerTo(stage, parish, berta);
    const opened = stage.clock.now;
    stage.clock.advance(72 * hour - 60_000);
    const late = await stage.signedIn(berta);
    await late.open('/inicio');
    stage.clock.advance(60_000);
    await offerTo(stage, parish, ciro);
    expect((await late.press(accept)).errors).toEqual([
      expect.stringMatching(/la propuesta a Bravo Berta \(bertajunta\) venció el 2022-04-09 15:53\. /),
    ]);
    expect(await incidentsOf(stage, 'user', berta.id, 'administration.withdrawn')).toEqual([]);
    expect((await (await stage.browserOf(ana)).open(offerPage)).offers('Retirar propuesta')).toBe(true);
    stage.clock.now = opened;
  });

  test('that waits is not taken back from the page of one that it replaced', async () => {
    const parish = await aParish(stage);
    const { ana, berta, ciro, entity } = parish;
    await offerTo(stage, parish, berta);
    const stale = await stage.signedIn(ana);
    await stale.open(offerPage);
    await offerTo(stage, parish, ciro);
    const refused = await stale.press('Retirar propuesta');
    expect([refused.status, refused.errors]).toEqual([
      422,
      [expect.stringMatching(/^No se retiró nada: la propuesta a Bravo Berta .* Coro Ciro \(cirojunta1\)/)],
    ]);
    expect((await offersOf(entity.ruc)).map(({ outcome }) => outcome)).toEqual(['withdrawn', null]);
    expect((await stale.press('Retirar propuesta')).announced).toEqual([
      'La propuesta se retiró. Usted sigue siendo el administrador.',
    ]);
  });

  test('is taken back, once, by the administrator', async () => {
    const parish = await aParish(stage);
    const { ana, berta, entity } = parish;
    await offerTo(stage, parish, berta);
    const visitor = await stage.browserOf(ana);
    const shown = await visitor.open(offerPage);
    const { entries } = shown.submission('Retirar propuesta');
    const page = await visitor.press('Retirar propuesta');
    expect(page.announced).toEqual(['La propuesta se retiró. Usted sigue siendo el administrador.']);
    expect(page.offers('Retirar propuesta')).toBe(false);
    expect((await visitor.post(`${offerPage}/retirar`, entries)).status).toBe(303);
    expect((await incidentsOf(stage, 'user', berta.id, 'administration.withdrawn')).length).toBe(1);
    expect((await (await stage.browserOf(berta)).open('/inicio')).offers(accept)).toBe(false);
    expect(await administratorsOf(stage, entity)).toEqual(['adminjunta']);
  });

  test('is declined, once, which the administrator reads', async () => {
    const parish = await aParish(stage);
    const { ana, berta, entity } = parish;
    await offerTo(stage, parish, berta);
    const page = await answer(stage, berta, 'No aceptar');
    expect(page.announced).toEqual(['Usted no aceptó la administración, y nada cambió.']);
    expect(page.offers(accept)).toBe(false);
    const shown = await (await stage.browserOf(ana)).open(offerPage);
    expect(shown.text).toContain(
      'Última propuesta: la propuesta a Bravo Berta (bertajunta) no fue aceptada el 2022-04-06',
    );
    expect((await incidentsOf(stage, 'user', berta.id, 'administration.declined')).length).toBe(1);
    expect(await administratorsOf(stage, entity)).toEqual(['adminjunta']);
    const again = await (await stage.browserOf(ana)).post(`${offerPage}/retirar`, {
      _token: (await stage.browserOf(ana)).token,
      offer: String((await offersOf(entity.ruc))[0]?.id),
    });
    expect([again.status, again.errors]).toEqual([
      422,
      [expect.stringMatching(/^No se retiró nada: .* no fue aceptada/)],
    ]);
  });

  test('is accepted a moment before its 72 hours are over, and not at their end', async () => {
    for (const [late, status] of [
      [0, 200],
      [1, 422],
    ] as const) {
      const parish = await aParish(stage);
      await offerTo(stage, parish, parish.berta);
      const opened = stage.clock.now;
      stage.clock.advance(72 * hour - 2 * 60_000);
      const visitor = await stage.signedIn(parish.berta);
      await visitor.open('/inicio');
      stage.clock.now = new Date(opened.getTime() + 72 * hour - 1 + late);
      const page = await visitor.press(accept);
      expect(page.status).toBe(status);
      if (status === 422)
        expect(page.errors).toEqual([expect.stringMatching(/: la propuesta a .* venció el 2022-04-/)]);
      expect(await administratorsOf(stage, parish.entity)).toEqual([status === 200 ? 'bertajunta' : 'adminjunta']);
      expect((await visitor.open('/inicio')).offers(accept)).toBe(false);
      stage.clock.now = opened;
    }
  });

  test('can’t be answered by anybody else, nor by a button that the page lacks', async () => {
    const parish = await aParish(stage);
    await offerTo(stage, parish, parish.berta);
    const [offer] = await offersOf(parish.entity.ruc);
    const before = await eventsOf(stage, parish.entity.ruc);
    for (const [user, action] of [
      [parish.ciro, 'aceptar'],
      [parish.ciro, 'no-aceptar'],
      [parish.ana, 'aceptar'],
      [stage.diana, 'aceptar'],
      [parish.berta, 'x'],
      [parish.berta, ''],
    ] as const) {
      const visitor = await stage.browserOf(user);
      await visitor.open('/inicio');
      const sent = { _token: visitor.token, offer: String(offer?.id), accion: action };
      const page = await visitor.post('/inicio/propuesta', sent);
      expect([page.status, page.errors.length]).toEqual([422, 1]);
    }
    expect(await eventsOf(stage, parish.entity.ruc)).toEqual(before);
    expect(await administratorsOf(stage, parish.entity)).toEqual(['adminjunta']);
  });

  test('tells ahead who would be shut out by the dates of the own delegation', async () => {
    const parish = await aParish(stage, { ana: { until: '2022-04-05' } });
    const visitor = await stage.browserOf(parish.ana);
    const page = await visitor.open(offerPage);
    expect(page.text).toContain('usted ya no podrá ingresar, porque la delegación terminó el 2022-04-05');
    await offerTo(stage, parish, parish.berta);
    const first = await (await stage.browserOf(parish.berta)).open('/inicio');
    expect(first.text).toContain('aunque no podrá ingresar, porque la delegación terminó el 2022-04-05');
    const current = await aParish(stage);
    expect((await (await stage.browserOf(current.ana)).open(offerPage)).text).not.toContain('no podrá ingresar');
  });

  test('leads whoever lost the access to the sign-in page, and is not accepted', async () => {
    const parish = await aParish(stage);
    await offerTo(stage, parish, parish.berta);
    const visitor = await stage.browserOf(parish.berta);
    await visitor.open('/inicio');
    await suspendEntity(stage.database, parish.entity.ruc, stage.clock.now);
    const page = await visitor.press(accept);
    expect(page.url.pathname).toBe('/ingreso');
    expect([await administratorsOf(stage, parish.entity), await actsOf(stage, parish.entity)]).toEqual([
      ['adminjunta'],
      [],
    ]);
  });

  test('tells that whoever was asked has lost the access since', async () => {
    const parish = await aParish(stage);
    await offerTo(stage, parish, parish.berta);
    const visitor = await stage.browserOf(parish.ana);
    await visitor.open('/administracion/usuarios?buscar=bertajunta');
    await visitor.press('Desactivar Usuario bertajunta');
    expect((await visitor.open(offerPage)).text).toContain(
      'Nadie puede aceptar la propuesta: bertajunta hoy no puede ingresar: el usuario está INACTIVO.',
    );
  });

  test('searches where more than 50 delegates get in, and fills in the e-mail of the one found', async () => {
    const { ana, berta, ciro, entity } = await aParish(stage);
    for (let count = 1; count <= 49; count += 1) await secondUser(stage, ciro, `ciro${1000 + count}`);
    const visitor = await stage.browserOf(ana);
    // Berta, Ciro and his others are 51.
    const form = await visitor.open(offerPage);
    expect([choices(form).length, form.offers('Buscar')]).toEqual([20, true]);
    const many = await visitor.fill({ 'Buscar usuario': 'coro' }).press('Buscar');
    expect(many.text).toContain('Se muestran 20; hay 30 más, precise la búsqueda.');
    const none = await visitor.fill({ 'Buscar usuario': 'adminjunta' }).press('Buscar');
    expect(none.text).toContain('Ningún delegado con acceso hoy coincide con «adminjunta»');
    const fragment = await visitor.fill({ 'Buscar usuario': 'bertaj' }).swap('Buscar');
    expect([fragment.field('Correo Electrónico').value, choices(fragment)]).toEqual([
      berta.email,
      ['Bravo Berta (bertajunta)'],
    ]);
    const found = await visitor.fill({ 'Buscar usuario': 'bertaj' }).press('Buscar');
    expect([found.url.pathname, found.field('Correo Electrónico').value]).toEqual([offerPage, berta.email]);
    const page = await visitor.fill({ Contraseña: password }).press('Proponer');
    expect(page.announced).toEqual([made]);
    expect(await offersOf(entity.ruc)).toMatchObject([{ user_id: berta.id, email: berta.email }]);
  });

  function offersOf(ruc: string) {
    return stage.database.owner
      .selectFrom('administrator_offers')
      .selectAll()
      .where('ruc', '=', ruc)
      .orderBy('id')
      .execute();
  }
});

function choices(page: Page): string[] {
  const [select] = elements(page.root, 'select');
  return select ? elements(select, 'option').slice(1).map(textOf) : [];
}
