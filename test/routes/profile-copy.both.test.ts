import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving, visiting } from '../support/stage/administration.ts';
import { type CastUser, grant, menusOf, secondUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const label = 'Copiar los menús de';
const htmx = { 'HX-Request': 'true' };
// The opening cast: the administrator and three delegates.
const cast = 4;

onStage('“Copiar los menús de”', (stage) => {
  test('offers the other users of the entity by their names, with the number of menus that would come', async () => {
    await grant(stage, stage.bruno, ['REPORTES']);
    const { admin } = await opened(stage, stage.diana);
    expect(admin.page.field(label).options).toEqual([
      'Elija una opción',
      'Brito Bruno (delegado02): 1 menú',
      'Ochoa Nadia (delegada03): ningún menú',
      'Salgado Amparo (adminquito): ningún menú',
    ]);
    expect(admin.page.field(label).describedBy).toContain('rigen al presionar «Grabar»');
  });

  test('fills the lines with that user’s menus besides those here, and stores nothing before “Grabar”', async () => {
    const [from, to] = [await someone(stage), await someone(stage, { state: 'new' })];
    await grant(stage, from, ['CONSULTAS', 'REPORTES', 'PAC']);
    await grant(stage, to, ['REPORTES', 'LICITACION']);
    const { admin } = await opened(stage, to);
    const page = await copy(admin, from);
    expect(linesOf(page)).toEqual([
      'ENTIDAD-LICITACIÓN',
      'ENTIDAD-REPORTES',
      'ENTIDAD-CONSULTAS',
      'ENTIDAD-PLAN ANUAL DE CONTRATACIÓN',
    ]);
    expect(page.announced).toEqual([
      `Se copiaron de Persona Paz (${from.userName}): ENTIDAD-CONSULTAS, ENTIDAD-PLAN ANUAL DE CONTRATACIÓN. Presione Grabar para que rijan.`,
    ]);
    expect(page.autofocused).toBe('Menú 3');
    expect(page.text).toContain('Rigen ahora: ENTIDAD-DATOS GENERALES, ENTIDAD-LICITACIÓN, ENTIDAD-REPORTES.');
    expect(page.text).toContain('Sin grabar: se agrega ENTIDAD-CONSULTAS, ENTIDAD-PLAN ANUAL DE CONTRATACIÓN.');
    expect(await menusOf(stage, to)).toEqual(['DATOS_GENERALES', 'LICITACION', 'REPORTES']);
    await admin.press('Quitar Menú 1');
    expect(admin.page.text).toContain('; se quita ENTIDAD-LICITACIÓN.');
    const [sentence] = (await admin.press('Grabar')).announced;
    expect(sentence).toBe(`Datos Actualizados. El usuario ${to.userName} aún está desactivado. Activar`);
    expect(await menusOf(stage, to)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'PAC', 'REPORTES']);
    expect(await menusOf(stage, from)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'PAC', 'REPORTES']);
    expect(await incidentsOf(stage, 'user', to.id, 'profile.changed')).toHaveLength(1);
  });

  test('is swapped by htmx with its message, and the first new line has the focus', async () => {
    const [from, to] = [await someone(stage), await someone(stage, { state: 'new' })];
    await grant(stage, from, ['CONSULTAS']);
    const { admin } = await opened(stage, to);
    admin.fill({ [label]: optionOf(admin.page, from) });
    const fragment = await admin.swap('Copiar');
    expect(fragment.html).toMatch(/^<div id="perfil".*id="mensaje".*Se copió de Persona Paz/s);
    expect([linesOf(fragment), fragment.autofocused]).toEqual([['ENTIDAD-CONSULTAS'], 'Menú 1']);
    expect(await menusOf(stage, to)).toEqual(['DATOS_GENERALES']);
  });

  test('takes the place of the empty lines that a new user’s profile begins with', async () => {
    const [from, to] = [await someone(stage), await someone(stage, { state: 'new' })];
    await grant(stage, from, ['CONSULTAS']);
    const { admin } = await opened(stage, to);
    expect((await admin.open(`${addressOf(to)}?lineas=3`)).offers('Quitar Menú 3')).toBe(true);
    const second = admin.fill({ 'Menú 2': 'ENTIDAD-REPORTES' });
    expect(linesOf(await copy(second, from))).toEqual(['ENTIDAD-REPORTES', 'ENTIDAD-CONSULTAS']);
  });

  test('never copies ADMINISTRACIÓN or a menu past its validity, which it names', async () => {
    const [from, to] = [await someone(stage), await someone(stage, { state: 'new' })];
    await grant(stage, from, ['COTIZACION', 'REPORTES']);
    const before = stage.clock.now;
    // The last day of the menu is 25 June 2025; a day begins at 5 o'clock UTC.
    stage.clock.now = new Date('2025-06-26T04:59:00Z');
    const first = await opened(stage, to);
    expect(linesOf(await copy(first.admin, from))).toEqual(['ENTIDAD-COTIZACIÓN', 'ENTIDAD-REPORTES']);
    stage.clock.now = new Date('2025-06-26T05:01:00Z');
    const later = await opened(stage, to);
    const page = await copy(later.admin, from);
    expect(linesOf(page)).toEqual(['ENTIDAD-REPORTES']);
    expect(page.announced).toEqual([
      `Se copió de Persona Paz (${from.userName}): ENTIDAD-REPORTES. Presione Grabar para que rija. No se copió ENTIDAD-COTIZACIÓN, que ya no está vigente.`,
    ]);
    const again = await copy(later.admin, stage.quito.administrator);
    expect(linesOf(again)).toEqual(['ENTIDAD-REPORTES']);
    expect(again.text).not.toContain('Menú 2');
    expect([again.announced, again.autofocused]).toEqual([
      ['Salgado Amparo (adminquito) no tiene otros menús que se puedan copiar.'],
      label,
    ]);
    stage.clock.now = before;
  });

  test('works for a user who is no longer active', async () => {
    const [from, to] = [await someone(stage, { state: 'new' }), await someone(stage, { state: 'new' })];
    await grant(stage, from, ['EMERGENCIAS']);
    const { admin } = await opened(stage, to);
    expect(linesOf(await copy(admin, from))).toEqual(['ENTIDAD-EMERGENCIAS']);
  });

  test.for<[what: string, source: (stage: Stage) => string]>([
    ['nobody', () => ''],
    ['a user that does not exist', () => '999999999'],
    ['another entity’s user', (on) => String(on.carla.id)],
    ['the user of the page', (on) => String(on.diana.id)],
    ['signs in place of a number', () => "1' or '1'='1"],
  ])('is refused with %s, names the field, and keeps the lines', async ([, source]) => {
    const { admin } = await opened(stage, stage.diana);
    const before = linesOf(admin.page);
    const form = admin.page.submission('Copiar').entries.filter(([name]) => name !== 'source');
    const page = await admin.post(addressOf(stage.diana), [...form, ['source', source(stage)]]);
    expect([page.status, page.errors]).toEqual([422, [`${label}: elija un usuario de la lista.`]]);
    expect([linesOf(page), page.field(label).invalid]).toEqual([before, true]);
  });

  test('keeps a stale form stale', async () => {
    const [from, to] = [await someone(stage), await someone(stage, { state: 'new' })];
    await grant(stage, from, ['CONSULTAS']);
    const { admin: first } = await opened(stage, to);
    const later = await arriving(stage, stage.quito.administrator, addressOf(to));
    await first.fill({ 'Menú 1': 'ENTIDAD-EMERGENCIAS' }).press('Grabar');
    await copy(later, from);
    expect((await later.press('Grabar')).status).toBe(422);
    expect(await menusOf(stage, to)).toEqual(['DATOS_GENERALES', 'EMERGENCIAS']);
  });
});

onStage('“Copiar los menús de” in an entity with many users', (stage) => {
  test('offers 50 others at once, and searches from the 51st on', async () => {
    for (let number = cast; number < 51; number += 1) {
      await secondUser(stage, stage.bruno, `abultado${number}`);
    }
    const { admin } = await opened(stage, stage.diana);
    expect([admin.page.field(label).options.length, admin.page.offers('Buscar')]).toEqual([51, false]);

    const last = await secondUser(stage, stage.nadia, 'zumba0001');
    await grant(stage, last, ['REPORTES']);
    await admin.open(addressOf(stage.diana));
    expect([admin.page.field(label).options.length, admin.page.offers('Buscar')]).toEqual([21, true]);
    const before = linesOf(admin.page);
    const found = await admin.fill({ 'Buscar usuario': 'ZUMBA' }).press('Buscar');
    expect(found.field(label).options.slice(1)).toEqual(['Ochoa Nadia (zumba0001): 1 menú']);
    expect([found.text.includes('Se encontró 1 usuario.'), found.autofocused, linesOf(found)]).toEqual([
      true,
      label,
      before,
    ]);
    expect(linesOf(await copy(admin, last))).toEqual([...before, 'ENTIDAD-REPORTES']);
  });

  test('searches by Enter for a new text, and by the next Enter stores', async () => {
    const { admin } = await opened(stage, stage.diana);
    const { entries } = admin.page.submission('Grabar');
    const sent = (search: string, searched: string) => [
      ...entries.filter(([name]) => !['accion', 'search', 'searched'].includes(name)),
      ...Object.entries({ accion: 'intro', search, searched }),
    ];
    const found = await admin.post(addressOf(stage.diana), sent('zumba', ''));
    expect([found.status, found.field('Buscar usuario').value]).toEqual([200, 'zumba']);
    expect((await admin.post(addressOf(stage.diana), sent('zumba', 'zumba'))).status).toBe(303);
  });

  test('says that nobody matches, with the focus in the search', async () => {
    const { admin } = await opened(stage, stage.diana);
    admin.fill({ 'Buscar usuario': 'nadie así' });
    const page = await admin.press('Buscar');
    expect(page.text).toContain('Ningún usuario coincide con «nadie así».');
    expect(page.autofocused).toBe('Buscar usuario');
    const { entries } = admin.page.submission('Buscar');
    const fragment = await admin.post(addressOf(stage.diana), entries, htmx);
    expect(fragment.html).toMatch(/^<div id="perfil".*id="mensaje".*Ningún usuario coincide/s);
  });
});

async function opened(stage: Stage, to: CastUser): Promise<{ admin: Visitor }> {
  return { admin: await visiting(stage, stage.quito.administrator, addressOf(to)) };
}

function copy(admin: Visitor, from: CastUser): Promise<Page> {
  return admin.fill({ [label]: optionOf(admin.page, from) }).press('Copiar');
}

function optionOf(page: Page, { userName }: CastUser): string {
  return page.field(label).options.find((option) => option.includes(`(${userName})`)) ?? '';
}

/** The menus chosen in the lines of the form. */
function linesOf(page: Page): string[] {
  const lines: string[] = [];
  while (page.offers(`Quitar Menú ${lines.length + 1}`)) lines.push(page.field(`Menú ${lines.length + 1}`).value);
  return lines.filter((value) => value !== 'Elija una opción');
}

function addressOf({ id }: CastUser): string {
  return `/administracion/usuarios/${id}/perfil`;
}
