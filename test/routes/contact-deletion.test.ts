import { expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { arriving } from '../support/stage/administration.ts';
import { addContact, newcomer, scopeOf, secondUser } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('Deleting a contact', (stage) => {
  test('asks for confirmation on another page', async () => {
    const id = await future(stage, 'Vaca', 'Vito');
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open('/administracion/contactos');
    const page = await visitor.follow('Eliminar', { row: 'Vaca Vito' });
    expect(page.url.pathname).toBe(`/administracion/contactos/${id}/eliminar`);
    expect(page.text).toContain('Vaca Vito, Pasaporte');
    expect(page.link('Cancelar').href).toBe('/administracion/contactos');
    expect(await exists(stage, id)).toBe(true);
  });

  test('removes it from the list and keeps its data in the incident', async () => {
    const id = await future(stage, 'Vela', 'Vilma');
    const visitor = await asked(stage, id);
    const list = await visitor.press('Eliminar');
    expect(list.hops).toEqual([{ status: 303, location: '/administracion/contactos' }]);
    expect(list.announced).toEqual(['Se eliminó el contacto Vela Vilma.']);
    expect([await exists(stage, id), list.text.includes('Editar Vela Vilma')]).toEqual([false, false]);
    const incidents = await visitor.follow('Ver Incidencias');
    const [newest] = incidents.table();
    expect(newest).toMatchObject({ Quién: 'adminquito', Qué: 'Contacto eliminado', 'Sobre quién': 'Vela Vilma' });
    expect(newest?.Cambios).toMatch(/^Sus últimos datos: Tipo de Documento: Pasaporte Número Identificación: /);
  });

  test('pressed three times deletes once, and says so each time', async () => {
    const id = await future(stage, 'Vidal', 'Vasco');
    const visitor = await asked(stage, id);
    const { pathname } = visitor.page.url;
    const press = () => visitor.post(pathname, { _token: visitor.token });
    const answers = [
      ...(await Promise.all(await whileLocked(stage.database, 'contacts', () => [press(), press()]))),
      await press(),
    ];
    expect(answers.map(({ status, headers }) => `${status} ${headers.location}`)).toEqual(
      Array(3).fill('303 /administracion/contactos'),
    );
    expect((await visitor.open('/administracion/contactos')).announced).toEqual([
      'Se eliminó el contacto Vidal Vasco.',
    ]);
    expect(await incidentsOf(stage, 'contact', id, 'contact.deleted')).toHaveLength(1);
    expect((await visitor.get(pathname)).status).toBe(404);
  });

  test.for([
    ['has a user', (cast: Stage) => future(cast, 'Usano', 'Uma').then((id) => withUser(cast, id))],
    ['began today', (cast: Stage) => future(cast, 'Hoyos', 'Hada', '2022-04-06')],
    ['began long ago', (cast: Stage) => future(cast, 'Viejo', 'Vito', '2020-01-01')],
  ] as const)('is refused where the contact %s, which may become INACTIVO instead', async ([, make]) => {
    const id = await make(stage);
    const visitor = await asked(stage, id);
    expect(visitor.page.text).toMatch(/Este contacto tiene usuario|La delegación de este contacto ya empezó/);
    expect(visitor.page.offers('Eliminar')).toBe(false);
    const refused = await visitor.post(visitor.page.url.pathname, { _token: visitor.token });
    expect([refused.status, refused.offers('Poner INACTIVO')]).toEqual([422, true]);
    expect(await exists(stage, id)).toBe(true);
    const form = await visitor.follow('Poner INACTIVO');
    expect([form.url.pathname, form.field('Estado').value]).toEqual([`/administracion/contactos/${id}`, 'INACTIVO']);
    expect(form.ids).toContain(form.url.hash.slice(1));
    const list = await visitor.press('Guardar');
    expect([list.announced, list.title]).toEqual([
      ['Datos Actualizados'],
      'Datos Actualizados · Contactos · SOCE Usuarios',
    ]);
  });

  test('is allowed until the day before the delegation begins', async () => {
    const id = await future(stage, 'Mañas', 'Mina', '2022-04-07');
    expect((await asked(stage, id)).page.offers('Eliminar')).toBe(true);
    stage.clock.now = new Date('2022-04-07T04:58:00Z');
    const visitor = await asked(stage, id);
    stage.clock.now = new Date('2022-04-07T05:00:00Z');
    const page = await visitor.press('Eliminar');
    expect([page.status, page.title]).toEqual([422, expect.stringMatching(/^Error: /)]);
    expect(page.text).toContain('La delegación de este contacto ya empezó');
    expect(await exists(stage, id)).toBe(true);
  });

  test('that is refused does not offer INACTIVO where the contact is INACTIVO already', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    const visitor = await asked(stage, await addContact(scope, newcomer('Inca', 'Inti', { active: false })));
    expect([visitor.page.offers('Poner INACTIVO'), visitor.page.offers('Eliminar')]).toEqual([false, false]);
    expect(visitor.page.link('Regresar').href).toBe('/administracion/contactos');
  });

  test('of the administrator is refused without offering INACTIVO', async () => {
    const visitor = await asked(stage, stage.quito.administrator.contactId);
    expect([visitor.page.offers('Poner INACTIVO'), visitor.page.offers('Eliminar')]).toEqual([false, false]);
  });

  test('of another entity is not found', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open('/administracion/contactos');
    const path = `/administracion/contactos/${stage.carla.contactId}/eliminar`;
    expect((await visitor.get(path)).status).toBe(404);
    expect((await visitor.post(path, { _token: visitor.token })).status).toBe(404);
    expect(await exists(stage, stage.carla.contactId)).toBe(true);
  });
});

function future(stage: Stage, surname: string, name: string, from = '2030-01-01'): Promise<number> {
  const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
  return addContact(scope, newcomer(surname, name, { from }));
}

async function withUser(stage: Stage, contactId: number): Promise<number> {
  await secondUser(stage, { ruc: stage.quito.ruc, contactId }, 'usuario01');
  return contactId;
}

function asked(stage: Stage, id: number): Promise<Visitor> {
  return arriving(stage, stage.quito.administrator, `/administracion/contactos/${id}/eliminar`);
}

async function exists({ database }: Stage, id: number): Promise<boolean> {
  const row = await database.owner.selectFrom('contacts').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}
