import { beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/domain/civil-date.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

const history = '/administracion/contactos/incidencias';
const today = '2022-04-06';

onStage('The history', (stage) => {
  let administrator: Visitor;

  beforeAll(async () => {
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (const surname of ['Zúñiga', 'Ñandú', 'Núñez', 'Águila', 'Oña', 'Nzeo', 'Łaski']) {
      await addContact(quito, newcomer(surname, 'Ñusta'));
    }
    await addContact(quito, newcomer('Por % ciento', 'Per_cy \\'));
    const stranger = stage.visitor();
    await stranger.open('/ingreso');
    const typed = { Ruc: stage.quito.ruc, Usuario: 'delegado02', Contraseña: 'No-es-esta-2022' };
    await stranger.fill(typed).press('Entrar');
    administrator = await stage.signedIn(stage.quito.administrator);
  });

  test.each([
    [{ Qué: 'Ingreso rechazado' }, ['delegado02']],
    [{ Resultado: 'Rechazado' }, ['delegado02']],
    [{ Resultado: 'Hecho', Persona: 'nandu' }, ['Ñandú']],
    [{ Persona: 'NUÑEZ' }, ['Núñez']],
    [{ Persona: 'ñusta oña', Qué: 'Contacto creado' }, ['Oña']],
    [{ Persona: '%' }, ['Por']],
    [{ Persona: 'per_c' }, ['Por']],
    [{ Persona: '\\' }, ['Por']],
    [{ Persona: 'nzeo\0' }, ['Nzeo']],
    [{ Persona: 'x'.repeat(10_000) }, []],
    [{ Persona: 'aguila', Desde: today, Hasta: '06/04/2022' }, ['Águila']],
    [{ Persona: 'aguila', Desde: addDays(today, 1) }, []],
    [{ Persona: 'aguila', Hasta: addDays(today, -1) }, []],
    [{ Hasta: addDays(today, -1), Resultado: 'Rechazado' }, []],
  ])('filtered by %o has %j', async (choices: Record<string, string>, subjects) => {
    const all = (await administrator.open(`${history}?filas=100`)).table().length;
    const page = await administrator.fill(choices).press('Buscar');
    expect([page.status, subjectsOf(page)]).toEqual([200, subjects]);
    expect(page.text).toContain(`${subjects.length} de ${all} incidencias`);
    const everything = await administrator.follow(subjects.length > 0 ? 'Quitar filtros' : 'Ver todas las incidencias');
    expect(everything.text).toContain(`${all} incidencias`);
  });

  test('finds people by what they did as well as by what was done to them', async () => {
    const page = await administrator.open(`${history}?buscar=adminquito&que=contact.created&filas=100`);
    expect(subjectsOf(page)).toContain('Zúñiga');
    expect(page.table().every(({ Quién }) => Quién === 'adminquito')).toBe(true);
  });

  test('finds by a person’s name what they did and what was done to their user', async () => {
    const did = await administrator.open(`${history}?buscar=salgado&que=contact.created&filas=100`);
    expect(subjectsOf(did)).toContain('Zúñiga');
    expect(did.table().every(({ Quién }) => Quién === 'adminquito')).toBe(true);
    const { bruno } = stage;
    const suffered = await administrator.open(`${history}?buscar=brito&que=user.created&filas=100`);
    expect(suffered.table().map(({ 'Sobre quién': subject }) => subject)).toEqual([bruno.userName]);
  });

  test('is sorted by “Sobre quién” in Spanish order, up and down', async () => {
    const order = ['Águila', 'Łaski', 'Núñez', 'Nzeo', 'Ñandú', 'Oña', 'Zúñiga'];
    await administrator.open(`${history}?buscar=nusta`);
    expect(subjectsOf(await administrator.follow('Sobre quién'))).toEqual(order);
    expect(administrator.page.text).toContain('por sobre quién, de la A a la Z');
    expect(subjectsOf(await administrator.follow('Sobre quién'))).toEqual(order.toReversed());
    expect(administrator.page.url.searchParams.get('buscar')).toBe('nusta');
  });

  test.each([
    ['Quién', 'quien'],
    ['Qué', 'que'],
    ['Resultado', 'resultado'],
    ['Fecha y hora', 'reciente'],
  ])('is sorted by “%s”, up and down', async (head, sort) => {
    const { compare } = new Intl.Collator('es');
    for (const [query, direction] of [
      ['', sort === 'reciente' ? 'descending' : 'ascending'],
      ['&sentido=desc', sort === 'reciente' ? 'ascending' : 'descending'],
    ] as const) {
      const page = await administrator.open(`${history}?filas=100&orden=${sort}${query}`);
      const words = page.table().map((row) => row[head] ?? '');
      const rising = words.toSorted(compare);
      expect(words).toEqual(direction === 'ascending' ? rising : rising.toReversed());
      expect(page.html).toMatch(new RegExp(`aria-sort="${direction}"><a href="[^"]*">${head}`));
    }
    const page = await administrator.open(`${history}?filas=100&orden=${sort}`);
    expect(new Set(page.table().map((row) => row[head])).size).toBeGreaterThan(1);
  });

  test('asks for the days between “Qué” and “Resultado”, and names them there on paper', async () => {
    const page = await administrator.open(history);
    const [, form = ''] = /<form class="search"(.*?)<\/form>/s.exec(page.html) ?? [];
    expect([...form.matchAll(/<label for="\w+">([^<]+)/g)].map(([, label]) => label)).toEqual([
      'Persona',
      'Qué',
      'Desde',
      'Hasta',
      'Resultado',
      'Filas por página',
    ]);
    const filters = { que: 'contact.created', desde: today, hasta: today, resultado: 'done' };
    const paper = await administrator.open(`${history}?${new URLSearchParams({ ...filters, imprimir: '1' })}`);
    expect(paper.text).toContain(`Qué: Contacto creado · Desde: ${today} · Hasta: ${today} · Resultado: Hecho`);
  });

  test('sorts by all of its heads but “Cambios”', async () => {
    const page = await administrator.open(history);
    expect(page.headings().filter((head) => page.offers(head))).toEqual([
      'Fecha y hora',
      'Quién',
      'Qué',
      'Sobre quién',
      'Resultado',
    ]);
    expect(page.headings().at(-1)).toBe('Cambios');
  });

  test.each([
    [{ Desde: '31/06/2022' }, 'desde', 'Desde: escriba una fecha que exista, como 2026-01-31.'],
    [{ Hasta: 'ayer' }, 'hasta', 'Hasta: escriba una fecha que exista, como 2026-01-31.'],
    [{ Hasta: '6/7/26' }, 'hasta', 'Hasta: escriba una fecha que exista, como 2026-01-31.'],
    [{ Desde: '2022-04-06', Hasta: '2022-04-05' }, 'hasta', 'Hasta: la fecha no puede ser anterior a «Desde».'],
  ])('tells %o at its field, keeps it, and lists without it', async (typed: Record<string, string>, name, sentence) => {
    await administrator.open(history);
    const page = await administrator.fill({ Persona: 'nusta', ...typed }).press('Buscar');
    expect([page.status, page.title]).toEqual([422, expect.stringMatching(/^Error: Incidencias: «nusta»/)]);
    expect([page.errors, page.ids.includes(`${name}-error`)]).toEqual([[sentence], true]);
    for (const [label, text] of Object.entries(typed)) expect(page.field(label).value).toBe(text);
    expect(subjectsOf(page)).toHaveLength(7);
    expect((await administrator.follow('Quién')).status).toBe(200);
    const printed = await administrator.open(`${page.url.pathname}${page.url.search}&imprimir=1`);
    expect(printed.text).toContain(sentence);
  });

  test('takes the same day twice, and both errors at once', async () => {
    await administrator.open(history);
    const same = await administrator.fill({ Persona: 'nusta', Desde: today, Hasta: today }).press('Buscar');
    expect([same.status, subjectsOf(same).length]).toEqual([200, 7]);
    expect((await administrator.fill({ Desde: 'x', Hasta: 'y' }).press('Buscar')).errors).toHaveLength(2);
  });

  test.each(['0', '-1', '999999999999', '1.5', 'x', '%00'])('counts the page %s as the first', async (page) => {
    const { status, url } = await administrator.open(`${history}?pagina=${page}&que=nada&resultado=%00&orden=x`);
    expect([status, administrator.page.table().length > 0, url.pathname]).toEqual([200, true, history]);
  });

  test('shows nothing of another entity, whatever is searched', async () => {
    const visitor = await stage.signedIn(stage.cuenca.administrator);
    const page = await visitor.open(`${history}?buscar=nusta`);
    expect(page.text).toContain('Ninguna incidencia coincide con «nusta».');
  });
});

onStage('The history of one person', (stage) => {
  test('stays that person’s over filters, orders and a wrong day', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const { bruno } = stage;
    await visitor.open(`${history}?usuario=${bruno.id}`);
    const all = visitor.page.table().length;
    const filtered = await visitor.fill({ Qué: 'Usuario creado' }).press('Buscar');
    expect([filtered.h1, filtered.table().length]).toEqual([`Historial de ${bruno.userName}`, 1]);
    expect(filtered.text).toContain(`1 de ${all} incidencias`);
    const sorted = await visitor.follow('Quién');
    expect([sorted.h1, sorted.table().length]).toEqual([`Historial de ${bruno.userName}`, 1]);
    const cleared = await visitor.follow('Quitar filtros');
    expect([cleared.h1, cleared.table().length]).toEqual([`Historial de ${bruno.userName}`, all]);
    const wrong = await visitor.fill({ Desde: 'x' }).press('Buscar');
    expect([wrong.status, wrong.h1]).toEqual([422, `Historial de ${bruno.userName}`]);
    expect((await visitor.follow('Ver las incidencias de todos')).h1).toBe('Incidencias');
  });

  test.each(['perfil', 'presupuesto', 'sesiones', 'resetear'])('is led to from “%s” of a user', async (name) => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open(`/administracion/usuarios/${stage.bruno.id}/${name}`);
    expect((await visitor.follow('Ver historial')).h1).toBe(`Historial de ${stage.bruno.userName}`);
  });
});

function subjectsOf(page: Page): (string | undefined)[] {
  return page.text.includes('Ninguna incidencia') ? [] : page.table().map((row) => row['Sobre quién']?.split(' ')[0]);
}
