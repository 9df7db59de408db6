import { beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/domain/civil-date.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const list = '/administracion/contactos';
const today = '2022-04-06';

onStage('The list of contacts', (stage) => {
  let administrator: Visitor;

  beforeAll(async () => {
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    await addContact(quito, newcomer('Zúñiga', 'Zoila', { active: false }));
    await addContact(quito, newcomer('Abad', 'Abel', { active: false, until: '2022-01-31' }));
    await addContact(quito, newcomer('Ávila', 'Inés', { until: today }));
    await addContact(quito, newcomer('Nzinga', 'Nora', { from: '2021-12-31', until: '2022-04-05' }));
    await addContact(quito, newcomer('Núñez', 'Noé', { maternalSurname: 'Oña', secondName: 'Luis' }));
    administrator = await stage.signedIn(stage.quito.administrator);
  });

  test('is linked from “Administración” and names the entity', async () => {
    await administrator.open('/inicio');
    const page = await administrator.follow('Administración');
    expect(page.url.pathname).toBe(list);
    expect(page.h1).toBe('Contactos pertenecientes al RUC / Núm. Identif. No. 1769999930001');
    expect(page.headings()).toEqual(['Num', 'Nombres', 'Cargo', 'Fecha Ingreso', 'Fecha Salida', 'Estado', 'Acción']);
    for (const [name, path] of [
      ['Regresar', '/inicio'],
      ['Agregar Contacto', `${list}/nuevo`],
      ['Ver Incidencias', `${list}/incidencias`],
    ] as const) {
      expect(page.link(name).href).toBe(path);
    }
  });

  test('shows a contact in its columns', async () => {
    const page = await administrator.open(list);
    expect(page.table().find((row) => row.Nombres === 'Núñez Oña Noé Luis')).toMatchObject({
      Num: '3',
      Cargo: 'Analista',
      'Fecha Ingreso': '2022-01-01',
      'Fecha Salida': '',
      Estado: 'ACTIVO',
    });
    const name = 'Brito Bruno';
    expect(page.link('Editar', { row: name }).href).toBe(`${list}/${stage.bruno.contactId}`);
    expect(page.link('Eliminar', { row: name }).href).toBe(`${list}/${stage.bruno.contactId}/eliminar`);
  });

  test('has ACTIVO contacts first, then is sorted by name, with Ñ after N and without regard to accents', async () => {
    expect(names(await administrator.open(list))).toEqual([
      'Ávila Inés',
      'Brito Bruno',
      'Núñez Oña Noé Luis',
      'Nzinga Nora',
      'Ñacato Diana',
      'Ochoa Nadia',
      'Salgado Amparo',
      'Vera Óscar',
      'Abad Abel',
      'Zúñiga Zoila',
    ]);
  });

  test('is sorted by each heading, up and down', async () => {
    const start = await administrator.open(list);
    expect(start.sorting).toEqual({ Estado: 'ascending' });
    const first = await administrator.follow('Nombres');
    expect(first.sorting).toEqual({ Nombres: 'ascending' });
    expect(names(first).slice(0, 3)).toEqual(['Abad Abel', 'Ávila Inés', 'Brito Bruno']);
    const second = await administrator.follow('Nombres');
    expect(second.sorting).toEqual({ Nombres: 'descending' });
    expect(names(second)).toEqual(names(first).reverse());
    expect((await administrator.follow('Nombres')).sorting).toEqual({ Nombres: 'ascending' });
  });

  test('is sorted by the first day', async () => {
    await administrator.open(list);
    const rising = await administrator.follow('Fecha Ingreso');
    expect(rising.sorting).toEqual({ 'Fecha Ingreso': 'ascending' });
    const days = rising.table().map((row) => row['Fecha Ingreso']);
    expect(days).toEqual([...days].sort());
    expect([days[0], days[1], days.at(-1)]).toEqual(['2020-01-01', '2021-12-31', '2030-01-01']);
    const falling = await administrator.follow('Fecha Ingreso');
    expect(falling.table().map((row) => row['Fecha Ingreso'])).toEqual(days.reverse());
  });

  test('is sorted by the last day, with contacts without one at the end', async () => {
    await administrator.open(list);
    const lastDays = (page: Page) =>
      page
        .table()
        .map((row) => row['Fecha Salida'])
        .slice(0, 4);
    expect(lastDays(await administrator.follow('Fecha Salida'))).toEqual(['2022-01-31', '2022-04-05', today, '']);
    const falling = await administrator.follow('Fecha Salida');
    expect(falling.sorting).toEqual({ 'Fecha Salida': 'descending' });
    expect(lastDays(falling)).toEqual([today, '2022-04-05', '2022-01-31', '']);
  });

  test.for<[typed: string, found: string[]]>([
    ['brito', ['Brito Bruno']],
    ['BRITO BRUNO', ['Brito Bruno']],
    ['bruno  brito', ['Brito Bruno']],
    ['avila', ['Ávila Inés']],
    ['ávila', ['Ávila Inés']],
    ['óscar', ['Vera Óscar']],
    ['ñacato', ['Ñacato Diana']],
    ['Nacato', ['Ñacato Diana']],
    ['oña', ['Núñez Oña Noé Luis']],
    ['0034065', ['Ñacato Diana']],
    ['ab12345', ['Vera Óscar']],
    ['DELEGADO02', ['Brito Bruno']],
    ['delegada', ['Ñacato Diana', 'Ochoa Nadia']],
    ['a%', []],
    ['_', []],
    ['Crespo', []],
  ])('searched for “%s” has %j', async ([typed, found]) => {
    await administrator.open(list);
    const page = await administrator.fill({ 'Nombre, identificación o usuario': typed }).press('Buscar');
    expect(page.url.searchParams.get('buscar')).toBe(typed);
    expect(page.field('Nombre, identificación o usuario').value).toBe(typed);
    if (found.length > 0) return expect(names(page)).toEqual(found);
    expect(page.text).toContain(`Ningún contacto coincide con «${typed}».`);
    return expect(names(await administrator.follow('Ver todos los contactos'))).toHaveLength(10);
  });

  test('keeps the search when it is sorted, and the sorting when it is searched', async () => {
    await administrator.open(`${list}?buscar=delegada`);
    await administrator.follow('Nombres');
    await administrator.follow('Nombres');
    expect(names(administrator.page)).toEqual(['Ochoa Nadia', 'Ñacato Diana']);
    const wider = await administrator.fill({ 'Nombre, identificación o usuario': 'delegad' }).press('Buscar');
    expect(names(wider)).toEqual(['Ochoa Nadia', 'Ñacato Diana', 'Brito Bruno']);
    expect(wider.title).toMatch(/^Contactos: «delegad»/);
  });

  test('shows the documents of contacts with the same name', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    await addContact(scope, newcomer('Zeta', 'Zoe', { documentNumber: 'HIJA001' }));
    await addContact(scope, newcomer('Zeta', 'Zoe', { documentNumber: 'MADRE01' }));
    const page = await administrator.open(`${list}?buscar=zeta`);
    expect(names(page)).toEqual(['Zeta Zoe', 'Zeta Zoe']);
    await administrator.follow('Editar Zeta Zoe, MADRE01');
    expect(administrator.page.field('Número Identificación').value).toBe('MADRE01');
    await stage.database.owner.deleteFrom('contacts').where('paternal_surname', '=', 'Zeta').execute();
  });

  test('marks contacts as VENCIDO by the day in Guayaquil', async () => {
    const marked = (page: Page) =>
      page.table().flatMap(({ Nombres, Estado }) => (Estado?.includes('VENCIDO') ? [Nombres] : []));
    const page = await administrator.open(list);
    expect(page.table().find((row) => row.Nombres === 'Nzinga Nora')?.Estado).toBe('ACTIVO VENCIDO');
    expect(marked(page)).toEqual(['Nzinga Nora', 'Abad Abel']);
    stage.clock.now = new Date(`${addDays(today, 1)}T04:59:59Z`);
    const visitor = await stage.browserOf(stage.quito.administrator);
    expect(marked(await visitor.open(list))).toEqual(['Nzinga Nora', 'Abad Abel']);
    stage.clock.now = new Date(`${addDays(today, 1)}T05:00:00Z`);
    expect(marked(await visitor.open(list))).toEqual(['Ávila Inés', 'Nzinga Nora', 'Abad Abel']);
  });

  test('has pages of 20, 50 or 100 rows, by the address', async () => {
    await crowd(stage, 95);
    const visitor = await stage.browserOf(stage.quito.administrator);
    const first = await visitor.open(list);
    expect(Number(first.headers['content-length'])).toBeLessThanOrEqual(2_550);
    const swap = await visitor.get(list, { 'HX-Request': 'true' });
    expect(Number(swap.headers['content-length'])).toBeLessThanOrEqual(2_035);
    expect([first.table().length, first.offers('Anterior'), first.title]).toEqual([
      20,
      false,
      'Contactos (página 1 de 6) · SOCE Usuarios',
    ]);
    const second = await visitor.follow('Siguiente');
    expect(second.url.search).toBe('?pagina=2');
    expect(second.table().map((row) => row.Num)).toEqual(Array.from({ length: 20 }, (_, index) => String(21 + index)));
    expect((await visitor.follow('Anterior')).url.search).toBe('');
    const fifty = await visitor.fill({ 'Filas por página': '50' }).press('Buscar');
    expect([fifty.table().length, fifty.url.searchParams.get('filas')]).toEqual([50, '50']);
    expect((await visitor.follow('Siguiente')).url.search).toBe('?filas=50&pagina=2');
    const hundred = await visitor.fill({ 'Filas por página': '100' }).press('Buscar');
    expect([hundred.table().length, hundred.text.includes('105 contactos · página 1 de 2')]).toEqual([100, true]);
    const sorted = await visitor.follow('Nombres');
    expect([sorted.table().length, sorted.url.searchParams.get('filas')]).toEqual([100, '100']);
  });

  test('shows the last page for a later one', async () => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    const page = await visitor.open(`${list}?pagina=77`);
    expect([page.status, page.table().length, page.offers('Siguiente')]).toEqual([200, 5, false]);
    expect(page.title).toContain('página 6 de 6');
  });

  test.for([
    'pagina=0',
    'pagina=-1',
    'pagina=1.5',
    'pagina=1e3',
    'pagina=x',
    'filas=7',
    'orden=clave',
    'sentido=x',
    'buscar=%00',
  ])('ignores “%s” in the address', async (query) => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    const usual = await visitor.open(list);
    const page = await visitor.open(`${list}?${query}`);
    const told = (one: Page) => [one.status, one.title, one.table()];
    if (query !== 'pagina=1e3') expect(told(page)).toEqual(told(usual));
    else expect([page.status, page.title]).toEqual([200, 'Contactos (página 6 de 6) · SOCE Usuarios']);
  });
});

function names(page: Page): string[] {
  return page.table().map((row) => row.Nombres ?? '');
}

async function crowd(stage: Stage, count: number): Promise<void> {
  const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
  for (let index = 0; index < count; index += 1) await addContact(scope, newcomer(`Zapata ${index}`, 'Zenón'));
}
