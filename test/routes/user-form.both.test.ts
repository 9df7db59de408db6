import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { visiting } from '../support/stage/administration.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const path = '/administracion/usuarios/nuevo';
const labels = ['Usuario', 'Nombre', 'Contraseña', 'Confirmar Contraseña'];
const temporary = 'temporal';

onStage('The form for a new user', (stage) => {
  test('adds a deactivated user, and leads to the row', async () => {
    const visitor = await opened(stage);
    const list = await fillIn(visitor, { Usuario: 'Nueva0001' }).press('Guardar');
    expect(list.url.pathname).toBe('/administracion/usuarios');
    expect(list.announced).toEqual([
      'Datos Actualizados. Se creó el usuario Nueva0001, que aún está desactivado. Asignar sus menús',
    ]);
    expect(list.ids).toContain(list.url.hash.slice(1));
    const row = list.table().find((one) => one.USUARIO === 'Nueva0001');
    expect(row).toMatchObject({ 'USUARIO NOMBRE': 'Vera Óscar', FECHA: '2022-04-06' });
    expect(row?.['ACTIVAR USUARIO']).toMatch(/^INACTIVO/);
  });

  test('gives the user the compulsory menu and a password that is stored as a hash and valid for 72 hours', async () => {
    const visitor = await opened(stage);
    await fillIn(visitor, { Usuario: 'nueva0002' }).press('Guardar');
    const [user] = await stored(stage, 'nueva0002');
    expect(user).toMatchObject({ active: false, administrator: false, password_hash: null });
    expect(user?.temporary_hash).toMatch(/^\$argon2id\$/);
    expect(Number(user?.temporary_until) - stage.clock.now.getTime()).toBe(72 * 3_600_000);
    const menus = stage.database.owner.selectFrom('user_menus').select('menu_code');
    expect(await menus.where('user_id', '=', user?.id ?? 0).execute()).toEqual([{ menu_code: 'DATOS_GENERALES' }]);
  });

  test('leaves one incident, without the password', async () => {
    const visitor = await opened(stage);
    await fillIn(visitor, {
      Usuario: 'nueva0003',
      Contraseña: 'Secreta-99',
      'Confirmar Contraseña': 'Secreta-99',
    }).press('Guardar');
    const incidents = await visitor.open('/administracion/contactos/incidencias');
    const rows = incidents.table().filter((row) => row['Sobre quién'] === 'nueva0003');
    expect(rows).toMatchObject([{ Quién: 'adminquito', Qué: 'Usuario creado' }]);
    expect(rows[0]?.Cambios).toBe('Creó el usuario nueva0003 para Vera Óscar, todavía INACTIVO.');
    expect(incidents.html).not.toContain('Secreta-99');
  });

  test('marks the compulsory fields, and is refused with each empty one named', async () => {
    const visitor = await opened(stage);
    expect(labels.filter((label) => visitor.page.field(label).required)).toEqual(labels);
    const page = await visitor.press('Guardar');
    expect([page.status, page.title]).toEqual([422, 'Error: Agregar Usuario · SOCE Usuarios']);
    expect(invalid(page)).toEqual(['Usuario', 'Nombre', 'Contraseña']);
  });

  test.for<[label: string, values: Record<string, string>]>([
    ['Usuario', { Usuario: 'siete07' }],
    ['Usuario', { Usuario: 'v'.repeat(21) }],
    ['Usuario', { Usuario: 'con espacio' }],
    ['Usuario', { Usuario: 'guion-bajo' }],
    ['Usuario', { Usuario: 'ñandu0001' }],
    ['Usuario', { Usuario: 'delegada01' }],
    ['Usuario', { Usuario: 'DELEGADA01' }],
    ['Usuario', { Usuario: 'AdminQuito' }],
    ['Contraseña', { Contraseña: 'x'.repeat(7), 'Confirmar Contraseña': 'x'.repeat(7) }],
    ['Contraseña', { Contraseña: 'x'.repeat(21), 'Confirmar Contraseña': 'x'.repeat(21) }],
    ['Confirmar Contraseña', { 'Confirmar Contraseña': 'temporaL' }],
    ['Confirmar Contraseña', { 'Confirmar Contraseña': '' }],
    ['Nombre', { Nombre: 'Elija una opción' }],
  ])('refuses %s: %j', async ([label, values]) => {
    const before = await countUsers(stage);
    const page = await fillIn(await opened(stage), { Usuario: 'rechazo01', ...values }).press('Guardar');
    expect([page.status, invalid(page)]).toEqual([422, [label]]);
    expect(page.errors).toEqual([expect.stringContaining(label)]);
    expect(page.field('Usuario').value).toBe(values.Usuario ?? 'rechazo01');
    expect(page.field('Nombre').value).toMatch(values.Nombre ? 'Elija una opción' : /^Vera Óscar/);
    expect([page.field('Contraseña').value, page.field('Confirmar Contraseña').value]).toEqual(['', '']);
    expect(page.html).not.toMatch(/temporal"|temporaL|xxxxxxx/);
    expect(await countUsers(stage)).toBe(before);
  });

  test.for<Record<string, string>>([
    { Usuario: 'octavo08' },
    { Usuario: 'V'.repeat(20) },
    { Usuario: '12345678' },
    { Usuario: 'corta0001', Contraseña: 'ñ'.repeat(8), 'Confirmar Contraseña': 'ñ'.repeat(8) },
    { Usuario: 'larga0001', Contraseña: ' x'.repeat(10), 'Confirmar Contraseña': ' x'.repeat(10) },
    { Usuario: 'admincuenca' },
  ])('accepts %j', async (values) => {
    const page = await fillIn(await opened(stage), values).press('Guardar');
    expect([page.errors, page.announced]).toEqual([[], [expect.stringMatching(/^Datos Actualizados\. /)]]);
  });

  test('offers the contacts that are ACTIVO, by name, and says which have users already or would not get in', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    await addContact(scope, newcomer('Inca', 'Inti', { active: false }));
    await addContact(scope, newcomer('Núñez', 'Noé'));
    await addContact(scope, newcomer('Paz', 'Ayer', { until: '2022-04-05' }));
    await addContact(scope, newcomer('Paz', 'Hoy', { from: '2022-04-06', until: '2022-04-06' }));
    const { page } = await opened(stage);
    const [none, ...offered] = page.field('Nombre').options.map((text) => text.replace(/\d+ usuarios/, 'varios'));
    expect(none).toBe('Elija una opción');
    expect(offered).toEqual([
      'Brito Bruno (ya tiene 1 usuario)',
      'Núñez Noé',
      'Ñacato Diana (ya tiene 1 usuario)',
      'Ochoa Nadia (ya tiene 1 usuario)',
      'Paz Ayer (VENCIDO)',
      'Paz Hoy',
      'Salgado Amparo (ya tiene 1 usuario)',
      'Vera Óscar (ya tiene varios; Empieza el 2030-01-01)',
    ]);
  });

  test('shows the documents of contacts with the same name', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    await addContact(scope, newcomer('Zeta', 'Zoe', { documentNumber: 'HIJA001' }));
    const mother = await addContact(scope, newcomer('Zeta', 'Zoe', { documentNumber: 'MADRE01' }));
    const visitor = await opened(stage);
    await fillIn(visitor, { Usuario: 'tocaya0001', Nombre: 'Zeta Zoe, MADRE01' }).press('Guardar');
    expect(await stored(stage, 'tocaya0001')).toMatchObject([{ contact_id: mother }]);
  });

  test('can add a second user to a contact', async () => {
    const visitor = await opened(stage);
    await fillIn(visitor, { Usuario: 'segundo001', Nombre: 'Brito Bruno (ya tiene 1 usuario)' }).press('Guardar');
    const list = await visitor.open('/administracion/usuarios?buscar=brito');
    expect(list.table().map((row) => row.USUARIO)).toEqual(['delegado02', 'segundo001']);
    await visitor.open(path);
    expect(visitor.page.field('Nombre').options).toContain('Brito Bruno (ya tiene 2 usuarios)');
  });

  test('refuses a contact that it does not offer', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    const inactive = await addContact(scope, newcomer('Inca', 'Illa', { active: false }));
    const visitor = await opened(stage);
    fillIn(visitor, { Usuario: 'rechazo02' });
    for (const contact of [inactive, stage.carla.contactId, 999_999]) {
      const page = await visitor.post(path, changed(visitor, { contactId: String(contact) }));
      expect([page.status, invalid(page)]).toEqual([422, ['Nombre']]);
    }
    expect(await stored(stage, 'rechazo02')).toEqual([]);
  });

  test('ignores fields that it does not have', async () => {
    const visitor = await opened(stage);
    fillIn(visitor, { Usuario: 'ladino0001' });
    const sent = changed(visitor, {});
    const extra = { ruc: stage.cuenca.ruc, administrator: 'true', active: 'true', password_hash: 'x', id: '1' };
    expect((await visitor.post(path, [...sent, ...Object.entries(extra)])).status).toBe(303);
    const users = await stored(stage, 'ladino0001');
    expect(users).toMatchObject([{ ruc: stage.quito.ruc, administrator: false, active: false, password_hash: null }]);
  });

  test('sent twice adds one user and one incident', async () => {
    const visitor = await opened(stage);
    const sent = changed(fillIn(visitor, { Usuario: 'gemela0001' }), {});
    const answers = [await visitor.post(path, sent), await visitor.post(path, sent)];
    expect(answers.map(({ headers }) => headers.location)).toEqual(answers.map(() => expect.stringContaining('#u')));
    expect(await traces(stage, 'gemela0001')).toEqual({ users: 1, incidents: 1 });
  });

  test('sent three times at once adds one user and one incident', async () => {
    const visitor = await opened(stage);
    const sent = changed(fillIn(visitor, { Usuario: 'gemela0002' }), {});
    const underWay = await whileLocked(stage.database, 'users', () => [1, 2, 3].map(() => visitor.post(path, sent)));
    const answers = await Promise.all(underWay);
    expect(answers.map(({ headers }) => headers.location)).toEqual(answers.map(() => expect.stringContaining('#u')));
    expect(await traces(stage, 'gemela0002')).toEqual({ users: 1, incidents: 1 });
  });

  test('gives a name to one of several users added at the same moment', async () => {
    const visitor = await opened(stage);
    const submissions: [string, string][][] = [];
    for (const [Usuario, surname] of [
      ['carrera001', 'Brito'],
      ['CARRERA001', 'Ñacato'],
      ['Carrera001', 'Ochoa'],
    ] as const) {
      const { page } = await opened(stage);
      const Nombre = page.field('Nombre').options.find((option) => option.startsWith(surname)) ?? '';
      submissions.push(changed(fillIn(visitor, { Usuario, Nombre }), {}));
    }
    const underWay = await whileLocked(stage.database, 'users', () =>
      submissions.map((entries) => visitor.post(path, entries)),
    );
    const pages = await Promise.all(underWay);
    expect(pages.map((page) => page.status).sort()).toEqual([303, 422, 422]);
    expect(pages.flatMap(invalid)).toEqual(['Usuario', 'Usuario']);
    const names = stage.database.owner.selectFrom('users').select('name').where('name_folded', '=', 'carrera001');
    expect(await names.execute()).toHaveLength(1);
  });

  test('leads to the page of the list with the new row', async () => {
    for (const Usuario of ['yyyyuna01', 'yyyyotra1']) await fillIn(await opened(stage), { Usuario }).press('Guardar');
    const list = await fillIn(await opened(stage), { Usuario: 'zzzzultima' }).press('Guardar');
    expect(list.table().map((row) => row.USUARIO)).toContain('zzzzultima');
    expect(list.title).toContain('página 2 de 2');
  });
});

function opened(stage: Stage): Promise<Visitor> {
  return visiting(stage, stage.quito.administrator, path);
}

// Fills in the form for a new user of Óscar Vera, whose option says how many he has.
function fillIn(visitor: Visitor, values: Record<string, string>): Visitor {
  const Nombre = visitor.page.field('Nombre').options.find((option) => option.startsWith('Vera Óscar')) ?? '';
  return visitor.fill({ Nombre, Contraseña: temporary, 'Confirmar Contraseña': temporary, ...values });
}

// Gives the entries of the form with some values changed.
function changed({ page }: Visitor, values: Record<string, string>): [string, string][] {
  return page.submission('Guardar').entries.map(([name, value]) => [name, values[name] ?? value]);
}

function invalid(page: Page): string[] {
  return page.status === 422 ? labels.filter((label) => page.field(label).invalid) : [];
}

function stored({ database }: Stage, name: string) {
  return database.owner.selectFrom('users').selectAll().where('name', '=', name).execute();
}

async function traces(stage: Stage, name: string) {
  const incidents = stage.database.owner.selectFrom('incidents').select('id').where('subject_name', '=', name);
  return { users: (await stored(stage, name)).length, incidents: (await incidents.execute()).length };
}

async function countUsers({ database }: Stage): Promise<number> {
  return (await database.owner.selectFrom('users').select('id').execute()).length;
}
