import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import { visiting } from '../support/stage/administration.ts';
import { grant, secondUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { addTemplate, storedTemplates, templateList } from '../support/stage/templates.ts';

onStage('“Perfiles tipo”', (stage) => {
  test('is empty at first, says what a template is, and leads to adding one', async () => {
    const admin = await visiting(stage, stage.quito.administrator, '/administracion/contactos');
    const page = await admin.follow('Perfiles tipo');
    expect([page.url.pathname, page.h1]).toEqual([templateList, 'Perfiles tipo']);
    expect(page.text).toContain('Aún no hay perfiles tipo. Un perfil tipo es un conjunto de menús con nombre');
    expect((await admin.follow('Agregar Perfil Tipo')).h1).toBe('Agregar Perfil Tipo');
  });

  test('is added with its menus, which stand in their groups without the compulsory one and ADMINISTRACIÓN', async () => {
    const admin = await visiting(stage, stage.quito.administrator, `${templateList}/nuevo`);
    const form = admin.page;
    expect(form.text).toContain('Procedimientos comunes ENTIDAD-CATÁLOGO ELECTRÓNICO');
    expect([form.text.includes('ADMINISTRACIÓN '), form.html.includes('value="DATOS_GENERALES"')]).toEqual([
      false,
      false,
    ]);
    admin.fill({ Nombre: '  Compras   públicas ', 'ENTIDAD-CONSULTAS': true, 'ENTIDAD-REPORTES': true });
    const page = await admin.press('Guardar');
    expect(page.announced).toEqual(['Datos Actualizados']);
    const [row] = page.table();
    expect(row).toMatchObject({
      Nombre: 'Compras públicas',
      Menús: 'ENTIDAD-CONSULTAS, ENTIDAD-REPORTES',
      Usuarios: 'ningún usuario',
    });
    expect(page.ids).toContain(page.url.hash.slice(1));
    expect(await storedTemplates(stage, stage.quito)).toEqual(['Compras públicas: CONSULTAS REPORTES']);
    const [id] = await idsOf(stage);
    expect(await incidentsOf(stage, 'template', id ?? 0)).toMatchObject([
      {
        event: 'template.created',
        actor_name: 'adminquito',
        subject_name: 'Compras públicas',
        changes: [
          { field: 'template.name', old: null, new: 'Compras públicas' },
          { field: 'template.menu', old: null, new: 'CONSULTAS' },
          { field: 'template.menu', old: null, new: 'REPORTES' },
        ],
      },
    ]);
    const [told] = (await admin.open('/administracion/contactos/incidencias')).table();
    expect(told).toMatchObject({
      Qué: 'Perfil tipo creado',
      'Sobre quién': 'Compras públicas',
      Cambios: 'Tiene: ENTIDAD-CONSULTAS, ENTIDAD-REPORTES.',
    });
  });

  test('counts the users who hold exactly these menus, besides the compulsory one, whatever their state', async () => {
    const [exact, active, fewer, more] = [
      await someone(stage, { state: 'new' }),
      await someone(stage),
      await someone(stage),
      await someone(stage),
    ];
    for (const user of [exact, active]) await grant(stage, user, ['EMERGENCIAS', 'PAC']);
    await grant(stage, fewer, ['PAC']);
    await grant(stage, more, ['EMERGENCIAS', 'PAC', 'REPORTES']);
    await addTemplate(stage, stage.quito, 'Dos', ['PAC', 'EMERGENCIAS']);
    await addTemplate(stage, stage.quito, 'Uno', ['PAC']);
    await addTemplate(stage, stage.quito, 'Otro', ['LICITACION']);
    const page = await visitList(stage);
    expect(usersOf(page)).toMatchObject({ Dos: '2 usuarios', Uno: '1 usuario', Otro: 'ningún usuario' });
    await secondUser(stage, stage.carla, 'vecina001').then((user) => grant(stage, user, ['LICITACION']));
    expect(usersOf(await visitList(stage))).toMatchObject({ Otro: 'ningún usuario' });
  });

  test('stands in Spanish order, whatever the case', async () => {
    for (const name of ['Ñandú', 'nube', 'Óleo', 'zeta']) await addTemplate(stage, stage.quito, name, ['PAC']);
    const names = (await visitList(stage)).table().map((row) => row.Nombre);
    expect(names.filter((name) => /^(nube|Ñandú|Óleo|Otro|zeta)$/.test(name ?? ''))).toEqual([
      'nube',
      'Ñandú',
      'Óleo',
      'Otro',
      'zeta',
    ]);
  });

  test('of another entity is neither listed nor found', async () => {
    const foreign = await addTemplate(stage, stage.cuenca, 'Ajeno', ['PAC']);
    const admin = await visiting(stage, stage.quito.administrator, templateList);
    expect(admin.page.text).not.toContain('Ajeno');
    for (const path of ['', '/eliminar']) {
      expect((await admin.get(`${templateList}/${foreign}${path}`)).status).toBe(404);
      const sent = { _token: admin.token, version: '1', name: 'Robado', menu: 'PAC' };
      expect((await admin.post(`${templateList}/${foreign}${path}`, sent)).status).toBe(404);
    }
    expect(await storedTemplates(stage, stage.cuenca)).toEqual(['Ajeno: PAC']);
    // Each entity has names of its own.
    expect(await addTemplate(stage, stage.quito, 'ajeno', ['PAC'])).toBeGreaterThan(foreign);
  });
});

function visitList(stage: Stage): Promise<Page> {
  return visiting(stage, stage.quito.administrator, templateList).then(({ page }) => page);
}

function usersOf(page: Page): Record<string, string> {
  return Object.fromEntries(page.table().map((row) => [row.Nombre ?? '', row.Usuarios ?? '']));
}

async function idsOf({ database, quito }: Stage): Promise<number[]> {
  const rows = database.owner.selectFrom('profile_templates').select('id').where('ruc', '=', quito.ruc);
  return (await rows.execute()).map(({ id }) => id);
}
