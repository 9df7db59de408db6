import { beforeEach, expect, test } from 'vitest';
import { elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import { administratorsOf, aParish, offerPage, offersOf, offerTo } from '../support/stage/administrator.ts';
import { password, secondUser } from '../support/stage/cast.ts';
import { watchVerifications } from '../support/stage/guesses.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';

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
    expect(await offersOf(stage, entity)).toMatchObject([{ user_id: ciro.id, email: ciro.email }]);
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
    expect(await offersOf(stage, entity)).toMatchObject([{ user_id: ciro.id, email: 'coro@prueba.example' }]);
  });

  test('asks to look again where the e-mail that the page had filled in was changed meanwhile', async () => {
    const { ana, berta, entity } = await aParish(stage);
    const visitor = await stage.browserOf(ana);
    await visitor.open(`${offerPage}?usuario=${berta.id}`);
    const stored = stage.database.owner.updateTable('contacts').set({ email: 'nueva@prueba.example' });
    await stored.where('id', '=', berta.contactId).execute();
    const refused = await visitor.fill({ Contraseña: password }).press('Proponer');
    expect([refused.status, refused.field('Correo Electrónico').value]).toEqual([422, 'nueva@prueba.example']);
    expect(await offersOf(stage, entity)).toEqual([]);
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
    expect(await offersOf(stage, entity)).toMatchObject([{ email: 'nueva@prueba.example' }]);
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
    expect(await offersOf(stage, entity)).toEqual([]);
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
    expect(await offersOf(stage, entity)).toEqual([]);
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
    expect(await offersOf(stage, entity)).toMatchObject([{ user_id: berta.id, outcome: null }]);
    expect((await incidentsOf(stage, 'user', berta.id, 'administration.offered')).length).toBe(1);
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
    expect(await offersOf(stage, entity)).toMatchObject([{ user_id: berta.id, email: berta.email }]);
  });
});

function choices(page: Page): string[] {
  const [select] = elements(page.root, 'select');
  return select ? elements(select, 'option').slice(1).map(textOf) : [];
}
