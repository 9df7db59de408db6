import { expect, test } from 'vitest';
import { rowsOf } from '../support/server/contents.ts';
import { arriving, userList } from '../support/stage/administration.ts';
import { type CastUser, grant, menusOf, scopeOf, someone } from '../support/stage/cast.ts';
import { choose, peopleUnder } from '../support/stage/choosing.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';
import { addTemplate, templateList } from '../support/stage/templates.ts';

const chosenPage = `${userList}/elegidos`;

onStage('“Aplicar perfil tipo” to chosen users', (stage) => {
  const opened = () => arriving(stage, stage.quito.administrator, `${userList}?filas=100`);

  test('asks for the template, says who gets and loses what, and gives its menus alone', async () => {
    const [one, other, none] = [await someone(stage), await someone(stage), await someone(stage)];
    await grant(stage, one, ['CONSULTAS', 'SUBASTA_INVERSA']);
    await grant(stage, other, ['CONSULTAS', 'REPORTES']);
    await addTemplate(stage, stage.quito, 'Compras', ['CONSULTAS', 'REPORTES']);
    const visitor = await opened();
    const page = await choose(visitor, [one, other, none].map(nameOf), 'Aplicar perfil tipo');
    expect(page.h1).toBe('Aplicar un perfil tipo a usuarios');
    expect(Object.values(peopleUnder(page, 'Va a cambiar'))).toEqual([
      'Tiene: ENTIDAD-CONSULTAS, ENTIDAD-SUBASTA INVERSA ELECTRÓNICA.',
      'Tiene: ENTIDAD-CONSULTAS, ENTIDAD-REPORTES.',
      'Solo tiene los menús obligatorios.',
    ]);
    const refused = await visitor.press('Confirmar');
    expect([refused.status, refused.errors]).toEqual([422, ['Perfil tipo: elija uno de la lista.']]);
    const before = await rowsOf(stage.database, stage.quito.ruc);
    const foreseen = await visitor.fill({ 'Perfil tipo': 'Compras' }).press('Ver qué cambia');
    expect([foreseen.status, foreseen.errors]).toEqual([200, []]);
    expect(Object.values(peopleUnder(foreseen, 'Va a cambiar'))).toEqual([
      'Se le agrega: ENTIDAD-REPORTES. Se le quita: ENTIDAD-SUBASTA INVERSA ELECTRÓNICA.',
      'Se le agrega: ENTIDAD-CONSULTAS, ENTIDAD-REPORTES.',
    ]);
    expect(Object.values(peopleUnder(foreseen, 'Fuera del cambio'))).toEqual(['Ya tiene exactamente esos menús.']);
    expect(await rowsOf(stage.database, stage.quito.ruc)).toEqual(before);
    const made = await visitor.press('Confirmar');
    expect(Object.values(peopleUnder(made, 'Hecho'))).toEqual([
      'Se le agregó: ENTIDAD-REPORTES. Se le quitó: ENTIDAD-SUBASTA INVERSA ELECTRÓNICA.',
      'Se le agregó: ENTIDAD-CONSULTAS, ENTIDAD-REPORTES.',
    ]);
    for (const user of [one, other, none]) {
      expect(await menusOf(stage, user)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'REPORTES']);
    }
    const changes = await Promise.all([one, other, none].map(({ id }) => incidentsOf(stage, 'user', id)));
    expect(changes.map((events) => events.filter(({ event }) => event === 'profile.changed').length)).toEqual([
      1, 0, 1,
    ]);
  });

  test('a template of which nobody lacks anything changes nobody, and another one can be chosen', async () => {
    const user = await someone(stage);
    await grant(stage, user, ['PAC']);
    await addTemplate(stage, stage.quito, 'Planes', ['PAC']);
    const visitor = await opened();
    await choose(visitor, [nameOf(user)], 'Aplicar perfil tipo');
    const page = await visitor.fill({ 'Perfil tipo': 'Planes' }).press('Ver qué cambia');
    expect(page.text).toContain('Con este perfil tipo no cambia nadie. Elija otro o cancele.');
    expect([page.offers('Confirmar'), page.offers('Ver qué cambia')]).toEqual([false, true]);
  });

  test('a menu past its validity is given by a template only to who holds it, and one without others is refused', async () => {
    const [holder, other] = [await someone(stage), await someone(stage)];
    await grant(stage, holder, ['COTIZACION']);
    await addTemplate(stage, stage.quito, 'Antiguo', ['COTIZACION', 'PAC']);
    await addTemplate(stage, stage.quito, 'Caduco', ['COTIZACION']);
    const before = stage.clock.now;
    // The last day of the menu is 25 June 2025; a day begins at 5 o'clock UTC.
    stage.clock.now = new Date('2025-06-26T05:01:00Z');
    const visitor = await opened();
    await choose(visitor, [holder, other].map(nameOf), 'Aplicar perfil tipo');
    const page = await visitor.fill({ 'Perfil tipo': 'Antiguo' }).press('Ver qué cambia');
    expect(Object.values(peopleUnder(page, 'Va a cambiar'))).toEqual([
      'Se le agrega: ENTIDAD-PLAN ANUAL DE CONTRATACIÓN.',
      'Se le agrega: ENTIDAD-PLAN ANUAL DE CONTRATACIÓN. Sin los que ya no están vigentes: ENTIDAD-COTIZACIÓN.',
    ]);
    const none = await visitor.fill({ 'Perfil tipo': 'Caduco' }).press('Ver qué cambia');
    expect(Object.values(peopleUnder(none, 'Fuera del cambio'))).toEqual([
      'Ya tiene exactamente esos menús.',
      'Caduco no tiene menús que se puedan dar.',
    ]);
    stage.clock.now = before;
  });

  test('a template that was deleted or changed meanwhile, or is foreign, is refused at its field', async () => {
    const user = await someone(stage);
    const gone = await addTemplate(stage, stage.quito, 'Fugaz', ['REPORTES']);
    const changed = await addTemplate(stage, stage.quito, 'Mudable', ['REPORTES']);
    const foreign = await addTemplate(stage, stage.cuenca, 'Ajeno', ['REPORTES']);
    const visitor = await opened();
    const page = await choose(visitor, [nameOf(user)], 'Aplicar perfil tipo');
    const typed = formOf(page);
    const { templates } = scopeOf(stage.database, stage.quito, stage.clock.now);
    await templates.remove(gone);
    await templates.edit(changed, 1, { name: 'Mudable', menus: ['PAC'] });
    for (const template of [`${gone}.1`, `${changed}.1`, `${foreign}.1`, `${changed}`, 'x', '9'.repeat(30)]) {
      const refused = await visitor.post(chosenPage, { ...typed, template });
      expect([template, refused.status, refused.errors]).toEqual([
        template,
        422,
        ['Perfil tipo: el que eligió se eliminó o cambió mientras tanto. Elija uno de la lista.'],
      ]);
    }
    const forged = await visitor.post(chosenPage, { ...typed, template: `${changed}.2`, accion: 'otra' });
    expect([forged.status, forged.text.includes('elija uno de los botones')]).toEqual([422, true]);
    expect(await menusOf(stage, user)).toEqual(['DATOS_GENERALES']);
    expect((await visitor.post(chosenPage, { ...typed, template: `${changed}.2` })).status).toBe(303);
    expect(await menusOf(stage, user)).toEqual(['DATOS_GENERALES', 'PAC']);
  });

  test('the administrator’s user, sent by hand, is left out with the reason', async () => {
    const { administrator } = stage.quito;
    await addTemplate(stage, stage.quito, 'Informes', ['REPORTES']);
    const visitor = await opened();
    const page = await visitor.open(`${chosenPage}?con=aplicar-perfil&elegido=${administrator.id}`);
    expect(Object.values(peopleUnder(page, 'Fuera del cambio'))[0]).toContain('su perfil no se cambia');
    expect([page.offers('Confirmar'), page.offers('Ver qué cambia')]).toEqual([false, false]);
    const before = await menusOf(stage, administrator);
    const { templates } = scopeOf(stage.database, stage.quito, stage.clock.now);
    const template = (await templates.all()).find(({ name }) => name === 'Informes');
    const sent = { ...formOf(page), template: `${template?.id}.1` };
    const made = await visitor.post(chosenPage, sent, {}, { follow: true });
    expect(made.announced).toEqual(['No se cambió nada: todos quedaron fuera.']);
    expect(made.html).toContain('class="warning"');
    expect(await menusOf(stage, administrator)).toEqual(before);
  });

  test('where the entity has no templates, the action says so and leads to them', async () => {
    const visitor = await arriving(stage, stage.cuenca.administrator, userList);
    const { templates } = scopeOf(stage.database, stage.cuenca, stage.clock.now);
    for (const { id } of await templates.all()) await templates.remove(id);
    const page = await choose(visitor, [nameOf(stage.carla)], 'Aplicar perfil tipo');
    expect(page.text).toContain('Su entidad aún no tiene perfiles tipo');
    expect(page.offers('Confirmar')).toBe(false);
    expect((await visitor.follow('Agregue uno en «Perfiles tipo»')).url.pathname).toBe(templateList);
  });
});

function nameOf({ userName }: CastUser): string {
  return userName;
}

/** Gives the fields that the page's form would send. */
function formOf(page: { hidden(name: string): string | undefined }): Record<string, string> {
  const names = ['_token', 'creationKey', 'con', 'chosen'];
  return Object.fromEntries(names.map((name) => [name, page.hidden(name) ?? '']));
}
