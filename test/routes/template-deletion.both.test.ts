import { expect, test } from 'vitest';
import { whileLocked } from '../support/server/while-locked.ts';
import { arriving, visiting } from '../support/stage/administration.ts';
import { grant, menusOf, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';
import { addTemplate, editing, storedTemplates, templateList } from '../support/stage/templates.ts';

onStage('Deleting a template', (stage) => {
  test('asks first on a page that says that nobody loses a menu, and leaves its last values in the incident', async () => {
    const user = await someone(stage);
    await grant(stage, user, ['PAC']);
    const id = await addTemplate(stage, stage.quito, 'Pasajero', ['PAC']);
    const admin = await visiting(stage, stage.quito.administrator, templateList);
    const page = await admin.follow('Eliminar Pasajero');
    expect([page.h1, page.url.pathname]).toEqual(['Eliminar Perfil Tipo', `${templateList}/${id}/eliminar`]);
    expect(page.text).toContain('A nadie se le quita un menú');
    const list = await admin.press('Eliminar');
    expect(list.announced).toEqual(['Se eliminó el perfil tipo Pasajero.']);
    expect(await storedTemplates(stage, stage.quito)).toEqual([]);
    expect(await menusOf(stage, user)).toEqual(['DATOS_GENERALES', 'PAC']);
    expect(await incidentsOf(stage, 'template', id, 'template.deleted')).toHaveLength(1);
    const [told] = (await admin.open('/administracion/contactos/incidencias')).table();
    expect(told).toMatchObject({
      Qué: 'Perfil tipo eliminado',
      'Sobre quién': 'Pasajero',
      Cambios: 'Tenía: ENTIDAD-PLAN ANUAL DE CONTRATACIÓN.',
    });
  });

  test('three times deletes once and says so, and a form that was open then finds nothing and stores nothing', async () => {
    const id = await addTemplate(stage, stage.quito, 'Efímero', ['PAC']);
    const form = await editing(stage, id);
    const admin = await arriving(stage, stage.quito.administrator, `${templateList}/${id}/eliminar`);
    const { pathname } = admin.page.url;
    const press = () => admin.post(pathname, { _token: admin.token });
    const answers = [
      ...(await Promise.all(await whileLocked(stage.database, 'profile_templates', () => [press(), press()]))),
      await press(),
    ];
    expect(answers.map(({ status, headers }) => `${status} ${headers.location}`)).toEqual(
      Array(3).fill(`303 ${templateList}`),
    );
    expect((await admin.open(templateList)).announced).toEqual(['Se eliminó el perfil tipo Efímero.']);
    expect(await incidentsOf(stage, 'template', id, 'template.deleted')).toHaveLength(1);
    expect((await admin.get(pathname)).status).toBe(404);
    expect((await form.fill({ Nombre: 'Resucitado' }).press('Guardar')).status).toBe(404);
    expect(await storedTemplates(stage, stage.quito)).toEqual([]);
    // The name is free again.
    expect(await addTemplate(stage, stage.quito, 'Efímero', ['PAC'])).toBeGreaterThan(id);
  });
});
