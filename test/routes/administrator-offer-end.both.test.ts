import { beforeEach, expect, test } from 'vitest';
import { suspendEntity } from '../../src/data/outside/entities.ts';
import {
  actsOf,
  administratorsOf,
  answer,
  aParish,
  offerPage,
  offersOf,
  offerTo,
} from '../support/stage/administrator.ts';
import { eventsOf, incidentsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';

const hour = 3_600_000;
const accept = 'Aceptar la administración';

onStage('An offer of the administration', (stage) => {
  beforeEach(() => stage.forgetGuesses());

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
    expect((await offersOf(stage, entity)).map(({ outcome }) => outcome)).toEqual(['withdrawn', null]);
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
    expect((await offersOf(stage, entity)).map(({ outcome }) => outcome)).toEqual(['withdrawn', null]);
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
      offer: String((await offersOf(stage, entity))[0]?.id),
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
    const [offer] = await offersOf(stage, parish.entity);
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
});
