import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving, visiting } from '../support/stage/administration.ts';
import { type CastUser, grant, menusOf, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { addTemplate, templateList } from '../support/stage/templates.ts';

const label = 'Perfil tipo';

onStage('“Perfil tipo” of a profile', (stage) => {
  test('is not offered before there is one', async () => {
    const admin = await opened(stage, stage.diana);
    expect([admin.page.offers('Aplicar'), admin.page.offers('Copiar')]).toEqual([false, true]);
  });

  test('fills the lines with its menus in place of those here, and stores nothing before “Grabar”', async () => {
    await addTemplate(stage, stage.quito, 'Compras', ['CONSULTAS', 'PAC']);
    const user = await someone(stage);
    await grant(stage, user, ['REPORTES', 'PAC']);
    const admin = await opened(stage, user);
    expect(admin.page.field(label).options).toEqual(['Elija una opción', 'Compras']);
    expect(admin.page.field(label).describedBy).toContain('reemplazan a los de las líneas');
    const page = await apply(admin, 'Compras');
    expect([page.status, linesOf(page)]).toEqual([200, ['ENTIDAD-CONSULTAS', 'ENTIDAD-PLAN ANUAL DE CONTRATACIÓN']]);
    expect(page.announced).toEqual(['Se aplicó Compras: 2 menús. Presione Grabar para que rijan.']);
    expect([page.autofocused, page.field(label).value]).toEqual(['Menú 1', 'Elija una opción']);
    expect(page.text).toContain('Sin grabar: se agrega ENTIDAD-CONSULTAS; se quita ENTIDAD-REPORTES.');
    expect(await menusOf(stage, user)).toEqual(['DATOS_GENERALES', 'PAC', 'REPORTES']);
    expect((await admin.press('Grabar')).announced).toEqual(['Datos Actualizados']);
    expect(await menusOf(stage, user)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'PAC']);
    expect(await incidentsOf(stage, 'user', user.id, 'profile.changed')).toHaveLength(1);
    const list = await admin.open(templateList);
    expect(list.table()[0]?.Usuarios).toBe('1 usuario');
  });

  test('is swapped by htmx with its message', async () => {
    const user = await someone(stage);
    const admin = await opened(stage, user);
    admin.fill({ [label]: 'Compras' });
    const fragment = await admin.swap('Aplicar');
    expect(fragment.html).toMatch(/^<div id="perfil".*id="mensaje".*Se aplicó Compras/s);
    expect(fragment.autofocused).toBe('Menú 1');
    expect(await menusOf(stage, user)).toEqual(['DATOS_GENERALES']);
  });

  test('is copied: a later change or deletion of it changes nobody', async () => {
    const user = await someone(stage);
    const id = await addTemplate(stage, stage.quito, 'Temporal', ['EMERGENCIAS']);
    const admin = await opened(stage, user);
    await apply(admin, 'Temporal');
    await admin.press('Grabar');
    await admin.open(`${templateList}/${id}`);
    await admin.fill({ 'ENTIDAD-REPORTES': true }).press('Guardar');
    await admin.open(`${templateList}/${id}/eliminar`);
    await admin.press('Eliminar');
    expect(await menusOf(stage, user)).toEqual(['DATOS_GENERALES', 'EMERGENCIAS']);
  });

  test('gives a menu past its validity only to who holds it already, and names it', async () => {
    const [holder, other] = [await someone(stage, { state: 'new' }), await someone(stage, { state: 'new' })];
    await grant(stage, holder, ['COTIZACION']);
    await addTemplate(stage, stage.quito, 'Antiguo', ['COTIZACION', 'PAC']);
    await addTemplate(stage, stage.quito, 'Caduco', ['COTIZACION']);
    const before = stage.clock.now;
    // The last day of the menu is 25 June 2025; a day begins at 5 o'clock UTC.
    stage.clock.now = new Date('2025-06-26T04:59:00Z');
    const early = await arriving(stage, stage.quito.administrator, addressOf(other));
    expect(linesOf(await apply(early, 'Antiguo'))).toHaveLength(2);
    stage.clock.now = new Date('2025-06-26T05:01:00Z');
    const admin = await arriving(stage, stage.quito.administrator, addressOf(other));
    const page = await apply(admin, 'Antiguo');
    expect(linesOf(page)).toEqual(['ENTIDAD-PLAN ANUAL DE CONTRATACIÓN']);
    expect(page.announced.join()).toContain('No se puso ENTIDAD-COTIZACIÓN, que ya no está vigente.');
    const none = await apply(admin, 'Caduco');
    expect(linesOf(none)).toEqual(['ENTIDAD-PLAN ANUAL DE CONTRATACIÓN']);
    expect(none.announced.join()).toContain('Caduco no tiene menús que se puedan dar');
    await admin.open(addressOf(holder));
    await apply(admin, 'Antiguo');
    expect((await admin.press('Grabar')).announced).toEqual(['Datos Actualizados']);
    expect(await menusOf(stage, holder)).toEqual(['COTIZACION', 'DATOS_GENERALES', 'PAC']);
    stage.clock.now = before;
  });

  test('is refused where none was chosen, and where it is unknown, foreign, or deleted meanwhile', async () => {
    const foreign = await addTemplate(stage, stage.cuenca, 'Ajeno', ['REPORTES']);
    const gone = await addTemplate(stage, stage.quito, 'Fugaz', ['REPORTES']);
    const admin = await opened(stage, stage.diana);
    const before = linesOf(admin.page);
    const { entries } = admin.page.submission('Aplicar');
    await stage.database.owner.deleteFrom('profile_templates').where('id', '=', gone).execute();
    for (const value of ['', String(foreign), String(gone), '987654321', '-1', '0', 'x', '9'.repeat(30)]) {
      const sent = entries.map(([name, old]): [string, string] => [name, name === 'template' ? value : old]);
      const page = await admin.post(addressOf(stage.diana), sent);
      expect([value, page.status, page.errors]).toEqual([value, 422, ['Perfil tipo: elija uno de la lista.']]);
      expect(linesOf(page)).toEqual(before);
    }
    const twice: [string, string][] = [...entries, ['template', '1']];
    expect((await admin.post(addressOf(stage.diana), twice)).status).toBe(422);
  });

  test('is not for the administrator’s own profile', async () => {
    const admin = await visiting(stage, stage.quito.administrator, addressOf(stage.quito.administrator));
    expect(admin.page.offers('Aplicar')).toBe(false);
    const sent = { _token: admin.token, accion: 'aplicar', template: '1' };
    expect((await admin.post(addressOf(stage.quito.administrator), sent)).status).toBe(422);
  });
});

function opened(stage: Stage, to: CastUser): Promise<Visitor> {
  return visiting(stage, stage.quito.administrator, addressOf(to));
}

function apply(admin: Visitor, template: string): Promise<Page> {
  return admin.fill({ [label]: template }).press('Aplicar');
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
