import { beforeAll, expect, test } from 'vitest';
import { attribute, closest } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { addDelegate, newcomer } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const list = '/administracion/usuarios';
const day = 86_400_000;

onStage('The list of users', (stage) => {
  let administrator: Visitor;

  beforeAll(async () => {
    stage.clock.advance(day);
    await addDelegate(stage, 'ZETA00001', newcomer('Núñez', 'Zoe'));
    stage.clock.advance(day);
    await addDelegate(stage, 'alfa00001', newcomer('Ávila', 'Inés', { email: '' }));
    await addDelegate(
      stage,
      'Beta00001',
      newcomer('Oña', 'Luis', { maternalSurname: 'Páez', documentNumber: 'ZZ9988' }),
    );
    administrator = await stage.browserOf(stage.quito.administrator);
  });

  test('is linked from “Administración”, names the entity and has two notes', async () => {
    await administrator.open('/inicio');
    await administrator.follow('Administración');
    const page = await administrator.follow('Usuarios');
    expect([page.url.pathname, page.h1]).toEqual([list, 'Usuarios Creados RUC 1769999930001']);
    expect(page.text).toMatch(/resetear.*contacto debe tener correo electrónico/);
    expect(page.text).toMatch(/Elija un usuario para activarlo o agregarle perfiles/);
    expect(page.headings()).toEqual([
      'Nro.',
      'Menú',
      'FECHA',
      'USUARIO',
      'USUARIO NOMBRE',
      'RESETEAR CONTRASEÑA',
      'ACTIVAR USUARIO',
      'ASIGNAR PRESUPUESTO',
    ]);
    expect(page.link('Agregar Usuario').href).toBe(`${list}/nuevo`);
    expect(page.link('Regresar').href).toBe('/inicio');
  });

  test('is sorted by user name without regard to case, and has no user of another entity', async () => {
    const page = await administrator.open(list);
    expect(names(page)).toEqual([
      'adminquito',
      'alfa00001',
      'Beta00001',
      'delegada01',
      'delegada03',
      'delegado02',
      'ZETA00001',
    ]);
    expect(page.sorting).toEqual({ USUARIO: 'ascending' });
    expect(page.text).not.toContain('Crespo');
  });

  test('shows a delegate with the contact’s name, the state as text and the button', async () => {
    const page = await administrator.open(list);
    expect(page.table()[3]).toMatchObject({ 'Nro.': '4', FECHA: '2022-04-06', 'USUARIO NOMBRE': 'Ñacato Diana' });
    expect(page.table()[2]).toMatchObject({ FECHA: '2022-04-08', 'USUARIO NOMBRE': 'Oña Páez Luis' });
    expect(page.table()[3]?.['ACTIVAR USUARIO']).toMatch(/^ACTIVO /);
    expect(page.offers('Desactivar Usuario delegada01')).toBe(true);
    expect(page.offers('Activar Usuario delegada01')).toBe(false);
    expect(page.table()[4]?.['ACTIVAR USUARIO']).toMatch(/^INACTIVO /);
    expect(page.offers('Activar Usuario delegada03')).toBe(true);
    expect(page.offers('Desactivar Usuario delegada03')).toBe(false);
  });

  test('has “Usuario Administrador” in place of the administrator’s buttons', async () => {
    const page = await administrator.open(list);
    const said = 'Usuario Administrador';
    expect(page.table()[0]).toMatchObject({
      Menú: said,
      'USUARIO NOMBRE': 'Salgado Amparo',
      'RESETEAR CONTRASEÑA': said,
      'ACTIVAR USUARIO': said,
    });
    expect(page.offers(/(Desactivar|Activar) Usuario/, { row: 'adminquito' })).toBe(false);
  });

  test('asks before it deactivates a user, with the number of sessions that end', async () => {
    const asked = (page: Page, user: string) => {
      const form = closest(page.button(/(Desactivar|Activar) Usuario/, { row: user }), 'form');
      return form && attribute(form, 'hx-confirm');
    };
    await stage.signedIn(stage.diana);
    stage.clock.advance(31 * 60_000);
    await stage.signedIn(stage.diana);
    await stage.signedIn(stage.diana);
    await stage.signedIn(stage.bruno);
    const page = await (await stage.browserOf(stage.quito.administrator)).open(list);
    expect(asked(page, 'delegada01')).toContain('2 sesiones abiertas');
    expect(asked(page, 'delegado02')).toContain('su sesión abierta');
    expect(asked(page, 'ZETA00001')).toContain('No tiene sesiones abiertas');
    expect(asked(page, 'delegada03')).toBeUndefined();
  });

  test('is sorted by each heading, up and down', async () => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    const usual = names(await visitor.open(list));
    expect(names(await visitor.follow('USUARIO'))).toEqual(usual.toReversed());
    expect(visitor.page.sorting).toEqual({ USUARIO: 'descending' });
    const byName = await visitor.follow('USUARIO NOMBRE');
    expect(byName.sorting).toEqual({ 'USUARIO NOMBRE': 'ascending' });
    expect(byName.table().map((row) => row['USUARIO NOMBRE'])).toEqual([
      'Ávila Inés',
      'Brito Bruno',
      'Núñez Zoe',
      'Ñacato Diana',
      'Ochoa Nadia',
      'Oña Páez Luis',
      'Salgado Amparo',
    ]);
    expect(names(await visitor.follow('USUARIO NOMBRE'))).toEqual(names(byName).toReversed());
    const byDate = await visitor.follow('FECHA');
    expect(byDate.sorting).toEqual({ FECHA: 'ascending' });
    expect(names(byDate).slice(-3)).toEqual(['ZETA00001', 'alfa00001', 'Beta00001']);
    expect((await visitor.follow('FECHA')).table()[0]?.FECHA).toBe('2022-04-08');
  });

  test.for<[typed: string, found: string[]]>([
    ['DELEGADA', ['delegada01', 'delegada03']],
    ['beta', ['Beta00001']],
    ['nacato', ['delegada01']],
    ['Ñacato', ['delegada01']],
    ['ÑACATO diana', ['delegada01']],
    ['avila', ['alfa00001']],
    ['zz9988', ['Beta00001']],
    ['13175', ['delegado02']],
    ['delegada_1', []],
    ['%', []],
    ['Crespo', []],
  ])('searched for “%s” has %j', async ([typed, found]) => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    await visitor.open(`${list}?sentido=desc`);
    const page = await visitor.fill({ 'Nombre, identificación o usuario': typed }).press('Buscar');
    expect([page.url.searchParams.get('buscar'), page.url.searchParams.get('sentido')]).toEqual([typed, 'desc']);
    if (found.length > 0) return expect(names(page)).toEqual(found.toReversed());
    expect(page.text).toContain(`Ningún usuario coincide con «${typed}».`);
    return expect(names(await visitor.follow('Ver todos los usuarios'))).toHaveLength(7);
  });

  test('is printed by an address that names what narrows and orders it, and nothing else', async () => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    await visitor.open(`${list}?orden=nombre`);
    const page = await visitor.fill({ Estado: 'ACTIVO', 'Filas por página': '50' }).press('Buscar');
    expect(page.url.search).toContain('&situacion=&');
    expect(page.link('Imprimir').href).toBe('?estado=activo&orden=nombre&filas=50&imprimir=1');
    const printed = await visitor.follow('Imprimir');
    expect(names(printed)).toEqual(names(page));
    expect(printed.text).toContain('Estado: ACTIVO');
    expect(names(await visitor.follow('Regresar'))).toEqual(names(page));
  });

  test('marks users whose contact is INACTIVO', async () => {
    const { id } = await addDelegate(stage, 'inactiva01', newcomer('Inca', 'Inti'));
    await stage.database.owner
      .updateTable('contacts')
      .set({ active: false })
      .where('id', 'in', (from) => from.selectFrom('users').select('contact_id').where('users.id', '=', id))
      .execute();
    const page = await (await stage.browserOf(stage.quito.administrator)).open(`${list}?buscar=inactiva01`);
    expect(page.table()[0]?.['ACTIVAR USUARIO']).toContain('ACTIVO contacto INACTIVO');
  });

  test('has pages of 20, 50 or 100 rows by the address, and shows the last page for a later one', async () => {
    await crowd(stage, 100);
    const visitor = await stage.browserOf(stage.quito.administrator);
    const first = await visitor.open(list);
    expect(Number(first.headers['content-length'])).toBeLessThanOrEqual(3_385);
    const swap = await visitor.get(list, { 'HX-Request': 'true' });
    expect(Number(swap.headers['content-length'])).toBeLessThanOrEqual(2_965);
    expect([first.table().length, first.title]).toEqual([20, 'Usuarios (página 1 de 6) · SOCE Usuarios']);
    const second = await visitor.follow('Siguiente');
    expect([second.url.search, second.table()[0]?.['Nro.']]).toEqual(['?pagina=2', '21']);
    const fifty = await visitor.fill({ 'Filas por página': '50' }).press('Buscar');
    expect([fifty.table().length, fifty.url.searchParams.get('filas')]).toEqual([50, '50']);
    const sorted = await visitor.follow('USUARIO NOMBRE');
    expect([sorted.table().length, sorted.url.searchParams.get('filas')]).toEqual([50, '50']);
    const last = await visitor.open(`${list}?filas=100&pagina=9`);
    expect([last.table().length, last.title]).toEqual([8, 'Usuarios (página 2 de 2) · SOCE Usuarios']);
  });

  test('has no character past Latin-1 in its own words, with which its text would take twice the memory', async () => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    const page = await visitor.open(list);
    expect(page.text).toContain('…');
    expect(page.html).not.toMatch(/[^\u0000-\u00ff]/);
  });

  test.each([
    ['usuario', 4_900],
    ['nombre', 5_005],
    ['fecha', 4_980],
  ])('with 50 rows sorted by %s, with all actions and boxes, weighs at most %i B', async (order, most) => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    for (const query of ['', '&pagina=2']) {
      const page = await visitor.open(`${list}?filas=50&orden=${order}${query}`);
      expect(page.table()).toHaveLength(50);
      expect(Number(page.headers['content-length']), query).toBeLessThanOrEqual(most);
    }
  });

  test('finds and sorts a user by the changed name of its contact', async () => {
    const added = await addDelegate(stage, 'casada01', newcomer('Mora', 'Mía', { email: 'mia@prueba.example' }));
    const visitor = await stage.browserOf(stage.quito.administrator);
    await visitor.open(`/administracion/contactos/${added.contactId}`);
    await visitor.fill({ 'Apellido Paterno': 'Abril' }).press('Guardar');
    expect(names(await visitor.open(`${list}?buscar=abril`))).toEqual(['casada01']);
    expect(names(await visitor.open(`${list}?orden=nombre`))[0]).toBe('casada01');
    expect((await visitor.open(`${list}?buscar=mora`)).text).toContain('Ningún usuario coincide');
  });
});

function names(page: Page): string[] {
  return page.table().map((row) => row.USUARIO ?? '');
}

const surnames = words(
  'Cevallos Guamán Quishpe Yánez Espinoza Morocho Zambrano Vélez Toapanta Iza ' +
    'Alvarado Chiluisa Farinango Íñiguez Jácome Macas Naranjo Ñauñay ' +
    'Obando Paredes Quinde Reinoso Saltos Tituaña Ureña Villacís Lozano',
);
const firstNames = words(
  'Gabriela Washington Rocío Segundo Ángel Nélida Byron Lourdes Wilmer Fanny ' +
    'Estefanía Manuel Sisa Daniela Ramiro Andrea Esteban Rosario Víctor Nathaly Kléver Silvia Ximena',
);
const offices = words('compras analista tesorera juridico contratos auditoria bodega talento');

function words(text: string): string[] {
  return text.split(' ');
}

// Adds realistic users without hashing a password for each.
async function crowd({ database, quito, clock }: Stage, count: number): Promise<void> {
  const contacts = await database.owner
    .selectFrom('contacts')
    .selectAll()
    .where('id', '=', quito.administrator.contactId)
    .execute();
  for (const { id: _, document_kind: __, ...one } of contacts) {
    const people = Array.from({ length: count }, (___, index) => {
      const pick = (list: string[], step: number) => list[(index * step) % list.length] ?? '';
      const [surname, name] = [pick(surnames, 5), pick(firstNames, 3)];
      // One in three has three names.
      const others = [pick(surnames, 7), name, ...(index % 3 > 0 ? [pick(firstNames, 11)] : [])];
      const full_name = [surname, ...others].join(' ');
      const keys = {
        full_name,
        sort_key: full_name.toLowerCase(),
        search_key: `${full_name} ${index}`.toLowerCase(),
      };
      const document = { document_number: `MASA${index}`, creation_key: `masa ${index}` };
      return { ...one, ...keys, ...document, paternal_surname: surname, first_name: name };
    });
    const added = await database.owner.insertInto('contacts').values(people).returning(['id']).execute();
    const users = added.map(({ id }, index) => {
      const name = `${offices[index % offices.length]}${100 + index}`;
      const active = index % 3 > 0;
      const own = { name, name_folded: name.toLowerCase(), creation_key: `masa ${index}`, contact_id: id, active };
      return { ruc: quito.ruc, created_at: new Date(clock.now.getTime() - ((index * 37) % 90) * day), ...own };
    });
    await database.owner.insertInto('users').values(users).execute();
  }
}
