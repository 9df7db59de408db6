import { expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving } from '../support/stage/administration.ts';
import { type CastUser, grant, menusOf, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('The profile', (stage) => {
  test('is changed by adding and removing lines, and stored with all its lines', async () => {
    const { bruno } = stage;
    const admin = await stage.signedIn(stage.quito.administrator);
    await admin.open('/administracion/usuarios');
    const page = await admin.follow('Agregar Perfil delegado02');
    expect([page.h1, page.text]).toEqual(['Agregar Perfil', expect.stringContaining('» Agregar Perfil')]);
    expect(page.text).toContain('ENTIDAD-DATOS GENERALES: lo tienen todos los usuarios');
    admin.fill({ 'Menú 1': 'ENTIDAD-CONSULTAS' });
    expect((await admin.press('Aumentar Menú')).announced).toContain('Se añadió la línea Menú 2.');
    expect(admin.page.field('Menú 1').value).toBe('ENTIDAD-CONSULTAS');
    expect(admin.page.field('Menú 2').options).not.toContain('ENTIDAD-CONSULTAS');
    expect(admin.page.autofocused).toBe('Menú 2');
    admin.fill({ 'Menú 2': 'ENTIDAD-REPORTES' });
    await admin.press('Aumentar Menú');
    expect((await admin.press('Aumentar Menú')).announced).toEqual([
      'Ya hay una línea vacía, Menú 3: elija ahí el menú.',
    ]);
    expect([admin.page.autofocused, admin.page.offers('Quitar Menú 4')]).toEqual(['Menú 3', false]);
    await admin.press('Quitar Menú 1');
    expect(admin.page.announced).toContain('Se quitó ENTIDAD-CONSULTAS; presione Grabar para que rija.');
    expect(admin.page.field('Menú 1').value).toBe('ENTIDAD-REPORTES');
    expect(admin.page.autofocused).toBe('Menú 1');
    admin.fill({ 'Menú 2': 'ENTIDAD-LICITACIÓN' });
    expect(await menusOf(stage, bruno)).toEqual(['DATOS_GENERALES']);

    const list = await admin.press('Grabar');
    expect(list.announced).toEqual(['Datos Actualizados']);
    expect(list.hops.at(-1)?.location).toBe(`/administracion/usuarios?ver=${bruno.id}#u${bruno.id}`);
    expect(await menusOf(stage, bruno)).toEqual(['DATOS_GENERALES', 'LICITACION', 'REPORTES']);
  });

  test('leaves one incident with the added and the removed menus', async () => {
    const delegate = await someone(stage);
    const { admin } = await opened(stage, delegate);
    await admin.fill({ 'Menú 1': 'ENTIDAD-REPORTES' }).press('Grabar');
    await admin.open(addressOf(delegate));
    await admin.fill({ 'Menú 1': 'ENTIDAD-LICITACIÓN' }).press('Grabar');
    await admin.open(addressOf(delegate));
    expect((await admin.press('Grabar')).announced).toEqual(['Datos Actualizados']);
    const changes = (await changesOf(stage, delegate)).map((one) => one.changes);
    expect(changes).toEqual([
      [{ field: 'user.menu', old: null, new: 'REPORTES' }],
      [
        { field: 'user.menu', old: null, new: 'LICITACION' },
        { field: 'user.menu', old: 'REPORTES', new: null },
      ],
    ]);
    const page = await admin.open('/administracion/contactos/incidencias');
    expect(page.table()[0]).toMatchObject({ Qué: 'Perfil cambiado' });
  });

  test('applies from the delegate’s next request on', async () => {
    const diana = await stage.signedIn(stage.diana);
    expect((await diana.open('/consultar')).status).toBe(200);
    const { admin } = await opened(stage, stage.diana);
    await admin.press('Quitar Menú 1');
    expect((await diana.open('/consultar')).status).toBe(200);
    await admin.press('Grabar');
    expect((await diana.open('/consultar')).status).toBe(403);
    expect((await diana.open('/inicio')).offers('Consultar')).toBe(false);
    await admin.open(addressOf(stage.diana));
    await admin.fill({ 'Menú 2': 'ENTIDAD-CONSULTAS' }).press('Grabar');
    expect((await diana.open('/consultar')).text).toContain('ENTIDAD-CONSULTAS');
  });

  test('from two tabs is stored for the first one; the later one is shown both, and overwrites nothing', async () => {
    const delegate = await someone(stage);
    const { admin: first } = await opened(stage, delegate);
    const { admin: later } = await opened(stage, delegate);
    first.fill({ 'Menú 1': 'ENTIDAD-EMERGENCIAS' });
    later.fill({ 'Menú 1': 'ENTIDAD-CONSULTORÍA' });
    const pages = await Promise.all([first.press('Grabar'), later.press('Grabar')]);
    expect(pages.map((page) => page.status).sort()).toEqual([200, 422]);
    const [winner, loser] = pages[0]?.status === 200 ? [first, later] : [later, first];
    const [stored, chosen] = winner === first ? ['EMERGENCIAS', 'CONSULTORÍA'] : ['CONSULTORÍA', 'EMERGENCIAS'];
    expect(loser.page.errors.join()).toContain(`Está grabado: ENTIDAD-DATOS GENERALES, ENTIDAD-${stored}.`);
    expect(loser.page.field('Menú 1').value).toBe(`ENTIDAD-${chosen}`);
    expect(await changesOf(stage, delegate)).toHaveLength(1);
    // The page has shown both sets, so the later person may decide.
    expect((await loser.press('Grabar')).announced).toEqual(['Datos Actualizados']);
    const plain = chosen?.replace('Í', 'I') ?? '';
    expect(await menusOf(stage, delegate)).toEqual([plain, 'DATOS_GENERALES'].sort());
  });

  test('is still stale after adding and removing lines', async () => {
    const delegate = await someone(stage);
    const { admin: first } = await opened(stage, delegate);
    const { admin: later } = await opened(stage, delegate);
    await first.fill({ 'Menú 1': 'ENTIDAD-EMERGENCIAS' }).press('Grabar');
    await later.fill({ 'Menú 1': 'ENTIDAD-REPORTES' }).press('Aumentar Menú');
    await later.press('Quitar Menú 2');
    expect((await later.press('Grabar')).status).toBe(422);
    expect(await menusOf(stage, delegate)).toEqual(['DATOS_GENERALES', 'EMERGENCIAS']);
  });

  test('sent twice, one after the other or at once, is changed once', async () => {
    const delegate = await someone(stage);
    const { admin } = await opened(stage, delegate);
    admin.fill({ 'Menú 1': 'ENTIDAD-EMERGENCIAS' });
    const { url, entries } = admin.page.submission('Grabar');
    const post = () => admin.post(url.pathname, entries);
    const answers = [...(await Promise.all([post(), post()])), await post()];
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
    expect(await changesOf(stage, delegate)).toHaveLength(1);
  });

  test('shows an expired menu that is granted, and does not offer it', async () => {
    const delegate = await someone(stage);
    await grant(stage, delegate, ['COTIZACION']);
    const before = stage.clock.now;
    // The last day of both expired menus is 25 June 2025; a day begins at 5 o'clock UTC.
    stage.clock.now = new Date('2025-06-26T04:59:00Z');
    const { admin } = await opened(stage, delegate);
    expect(admin.page.field('Menú 1').value).toBe('ENTIDAD-COTIZACIÓN');
    expect(admin.page.field('Menú 2').options).toContain('ENTIDAD-MENOR CUANTÍA');
    stage.clock.now = new Date('2025-06-26T05:01:00Z');
    const later = await opened(stage, delegate);
    expect(later.admin.page.field('Menú 1').value).toBe('ENTIDAD-COTIZACIÓN (no vigente)');
    expect(later.admin.page.text).not.toContain('MENOR CUANTÍA');
    // It may stay while another menu is added.
    await later.admin.fill({ 'Menú 2': 'ENTIDAD-REPORTES' }).press('Grabar');
    expect(await menusOf(stage, delegate)).toEqual(['COTIZACION', 'DATOS_GENERALES', 'REPORTES']);
    await grant(stage, stage.nadia, ['REPORTES']);
    const other = await opened(stage, stage.nadia);
    expect(other.admin.page.text).not.toContain('COTIZACIÓN');
    stage.clock.now = before;
  });
});

function addressOf({ id }: CastUser): string {
  return `/administracion/usuarios/${id}/perfil`;
}

async function opened(stage: Stage, delegate: CastUser): Promise<{ admin: Visitor }> {
  return { admin: await arriving(stage, stage.quito.administrator, addressOf(delegate)) };
}

function changesOf(stage: Stage, { id }: CastUser) {
  return incidentsOf(stage, 'user', id, 'profile.changed');
}
