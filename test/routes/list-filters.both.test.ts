import { beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/domain/civil-date.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { addContact, addDelegate, newcomer, scopeOf } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

const contactList = '/administracion/contactos';
const userList = '/administracion/usuarios';
const today = '2022-04-06';

onStage('The register of contacts', (stage) => {
  let administrator: Visitor;

  beforeAll(async () => {
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    await addContact(quito, newcomer('Abad', 'Abel', { active: false, position: 'Tesorero' }));
    await addContact(quito, newcomer('Bravo', 'Berta', { until: addDays(today, 30), email: 'bb@junta.example' }));
    await addContact(quito, newcomer('Cueva', 'Celia', { until: addDays(today, 31), position: 'Técnico' }));
    await addContact(quito, newcomer('Duque', 'Darío', { until: addDays(today, -1) }));
    await addContact(quito, newcomer('Egas', 'Elsa', { from: addDays(today, 1) }));
    administrator = await stage.signedIn(stage.quito.administrator);
  });

  test.each([
    [{ Estado: 'INACTIVO' }, ['Abad']],
    [{ Delegación: 'Termina en 30 días' }, ['Bravo']],
    [{ Delegación: 'Vencida' }, ['Duque']],
    [{ Delegación: 'Aún no empieza' }, ['Egas', 'Vera']],
    [{ Delegación: 'Vigente', Usuario: 'Sin usuario' }, ['Bravo', 'Cueva', 'Abad']],
    [{ Delegación: 'Sin fecha de salida', Usuario: 'Sin usuario' }, ['Egas', 'Vera', 'Abad']],
    [{ Cargo: 'Técnico' }, ['Cueva']],
    [{ Usuario: 'Con usuario', Cargo: 'Técnico' }, []],
    [{ 'Nombre, identificación o usuario': 'junta.example' }, ['Bravo']],
    [{ 'Nombre, identificación o usuario': 'a', Cargo: 'Tesorero' }, ['Abad']],
  ])('filtered by %o has %j', async (choices: Record<string, string>, surnames) => {
    await administrator.open(contactList);
    const page = await administrator.fill(choices).press('Buscar');
    expect(firstWords(page, 'Nombres')).toEqual(surnames);
    const count = `${surnames.length} de 10 contactos`;
    expect(page.text).toContain(count);
    const everybody = await administrator.follow(surnames.length > 0 ? 'Quitar filtros' : 'Ver todos los contactos');
    expect(everybody.table()).toHaveLength(10);
  });

  test.each([
    ['Cargo', ['Analista', 'Técnico', 'Tesorero']],
    ['Estado', ['ACTIVO', 'INACTIVO']],
  ])('is sorted by “%s”, up and down', async (head, order) => {
    await administrator.open(`${contactList}?orden=nombres`);
    const seen = async () => [
      ...new Set((await administrator.follow(head)).table().map((row) => firstWord(row[head]))),
    ];
    expect(await seen()).toEqual(order);
    expect(await seen()).toEqual(order.toReversed());
  });

  test('marks delegations that end within 30 days, have ended or have not begun', async () => {
    const page = await administrator.open(contactList);
    const states = page.table().map((row) => [firstWord(row.Nombres), row.Estado?.replace(/^(IN)?ACTIVO ?/, '')]);
    expect(states.filter(([, mark]) => mark)).toEqual([
      ['Bravo', 'Vence en 30 días'],
      ['Duque', 'VENCIDO'],
      ['Egas', 'Empieza el 2022-04-07'],
      ['Vera', 'Empieza el 2030-01-01'],
    ]);
  });

  test.each([
    [`${contactList}?buscar=abel&estado=inactivo&cargo=Tesorero`, '«abel» · Estado: INACTIVO · Cargo: Tesorero'],
    [`${contactList}?delegacion=vencida`, 'Delegación: Vencida'],
    [
      `${contactList}/incidencias?buscar=abad&que=contact.created&hasta=${today}`,
      '«abad» · Qué: Contacto creado · Hasta: 2022-04-06',
    ],
    [`${userList}?situacion=con-acceso`, 'Situación: Con acceso hoy'],
  ])('says on each sheet of %s what narrows it', async (address, words) => {
    for (const query of ['', '&imprimir=1']) {
      const page = await administrator.open(address + query);
      expect(page.html.replace(/<[^>]*>/g, '|')).toContain(`15:53 · ${words}|`);
    }
    const everybody = await administrator.open(contactList);
    expect(everybody.html.replace(/<[^>]*>/g, '|')).toContain('15:53|');
  });

  test('names in an empty list what narrows it', async () => {
    const page = await administrator.open(`${contactList}?buscar=zzzz&estado=inactivo`);
    expect(page.text).toContain('Ningún contacto coincide con «zzzz», Estado: INACTIVO.');
    const history = await administrator.open(`${contactList}/incidencias?desde=2031-01-01`);
    expect(history.text).toContain('Ninguna incidencia coincide con Desde: 2031-01-01.');
  });

  test('is filtered alike by the text of a choice and by its short word, and shows the choice either way', async () => {
    for (const address of [
      `${contactList}?estado=INACTIVO&usuario=Sin+usuario&delegacion=`,
      `${contactList}?estado=inactivo&usuario=sin`,
    ]) {
      const page = await administrator.open(address);
      expect(firstWords(page, 'Nombres')).toEqual(['Abad']);
      expect(['Estado', 'Delegación', 'Usuario'].map((label) => page.field(label).value)).toEqual([
        'INACTIVO',
        'Todas',
        'Sin usuario',
      ]);
    }
  });

  test('counts a filter that does not exist as missing', async () => {
    const page = await administrator.open(`${contactList}?estado=x&delegacion=%00&cargo=Rey&usuario=1&menu=2`);
    expect([page.status, page.table().length]).toEqual([200, 10]);
  });

  test('keeps its filters while sorting, and after a record was edited', async () => {
    await administrator.open(`${contactList}?cargo=T%C3%A9cnico`);
    const sorted = await administrator.follow('Fecha Ingreso');
    expect(firstWords(sorted, 'Nombres')).toEqual(['Cueva']);
    await administrator.follow('Editar', { row: 'Cueva Celia' });
    const saved = await administrator.fill({ 'Segundo Nombre': 'Clara' }).press('Guardar');
    expect([firstWords(saved, 'Nombres'), saved.url.searchParams.get('cargo')]).toEqual([['Cueva'], 'Técnico']);
  });
});

onStage('The list of users', (stage) => {
  let administrator: Visitor;

  beforeAll(async () => {
    const ended = { until: addDays(today, -1) };
    await addDelegate(stage, 'vencida01', newcomer('Abad', 'Ana', ended));
    await addDelegate(stage, 'temporal01', newcomer('Bravo', 'Berta'), 'temporary');
    await addDelegate(stage, 'sincorreo01', newcomer('Cueva', 'Celia', { email: '' }));
    const limited = await addDelegate(stage, 'limitada01', newcomer('Duque', 'Dora'));
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    await quito.budgets.set(limited.id, 1, { limit: '10.00', active: true });
    administrator = await stage.signedIn(stage.quito.administrator);
  });

  test.each([
    [{ Situación: 'Contraseña temporal' }, ['delegada03', 'temporal01']],
    [{ Situación: 'Contacto sin correo' }, ['sincorreo01']],
    [{ Situación: 'Con acceso hoy', 'Nombre, identificación o usuario': 'da01' }, ['delegada01', 'limitada01']],
    [{ Situación: 'Sin acceso hoy' }, ['delegada03', 'vencida01']],
    [{ Situación: 'Correo no entregado' }, []],
    [{ Presupuesto: 'Con límite' }, ['limitada01']],
    [{ Menú: 'ADMINISTRACIÓN' }, ['adminquito']],
    [{ Estado: 'INACTIVO' }, ['delegada03']],
  ])('filtered by %o has %j', async (choices: Record<string, string>, userNames) => {
    await administrator.open(userList);
    const page = await administrator.fill(choices).press('Buscar');
    expect(firstWords(page, 'USUARIO')).toEqual(userNames);
  });

  test('says both numbers also where a filter leaves everybody, and one without a filter', async () => {
    const everybody = await administrator.open(`${userList}?menu=ENTIDAD-DATOS+GENERALES`);
    expect(everybody.text).toMatch(/(?<!\S)(\d+) de \1 usuarios/);
    expect((await administrator.open(userList)).text).not.toMatch(/\d de \d+ usuarios/);
  });

  test('keeps the number of a row that a press takes out of the filter', async () => {
    await administrator.open(`${userList}?estado=activo`);
    const rows = (await administrator.open(`${userList}?estado=activo`)).table();
    const own = rows.find((row) => row.USUARIO === 'temporal01')?.['Nro.'];
    const answer = await administrator.press('Desactivar Usuario', { row: 'temporal01' });
    expect([answer.url.searchParams.get('estado'), own]).toEqual(['activo', expect.any(String)]);
  });
});

function firstWords(page: Page, column: string): string[] {
  return page.text.includes(' 0 de ') ? [] : page.table().map((row) => firstWord(row[column]));
}

function firstWord(text: string | undefined): string {
  return text?.split(' ')[0] ?? '';
}
