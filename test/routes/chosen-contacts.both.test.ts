import { expect, test } from 'vitest';
import { rowsOf } from '../support/server/contents.ts';
import { arriving, saveContact } from '../support/stage/administration.ts';
import { addContact, newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import { choose, peopleUnder } from '../support/stage/choosing.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const register = '/administracion/contactos';

onStage('With chosen contacts', (stage) => {
  const opened = (search: string) =>
    arriving(stage, stage.quito.administrator, `${register}?filas=100&buscar=${search}`);

  test('“Poner INACTIVO” ends the access of their users, and leaves out the administrator’s contact', async () => {
    const user = await someone(stage, { paternalSurname: 'Salgado', maternalSurname: 'Uno' });
    const theirs = await stage.signedIn(user);
    const without = await contact(stage, { paternalSurname: 'Salgado', maternalSurname: 'Dos' });
    const visitor = await opened('salgado');
    const boxes = ['Salgado Uno Paz', 'Salgado Dos Paz', 'Salgado Amparo'];
    const page = await choose(visitor, boxes, 'Poner INACTIVO');
    expect([page.url.pathname, page.h1]).toEqual([`${register}/elegidos`, 'Poner INACTIVO a contactos']);
    expect(peopleUnder(page, 'Va a cambiar')).toEqual({
      'Salgado Uno Paz':
        'Quedará INACTIVO. Su usuario pierde el acceso en el acto; sesiones abiertas que se cierran: 1.',
      'Salgado Dos Paz': 'Quedará INACTIVO. No tiene usuario.',
    });
    expect(peopleUnder(page, 'Fuera del cambio')['Salgado Amparo']).toContain('es el contacto del administrador');
    const made = await visitor.press('Confirmar');
    expect(Object.keys(peopleUnder(made, 'Hecho')).sort()).toEqual(['Salgado Dos Paz', 'Salgado Uno Paz']);
    expect((await theirs.open('/inicio')).url.pathname).toBe('/ingreso');
    for (const id of [user.contactId, without]) {
      const incidents = await incidentsOf(stage, 'contact', id, 'contact.changed');
      expect(incidents.map(({ changes }) => changes)).toEqual([[{ field: 'contact.active', old: true, new: false }]]);
    }
    const list = await visitor.follow('Regresar');
    expect(list.url.search).toBe('?buscar=salgado&filas=100');
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test.for<[string, string]>([
    ['2022-01-31', '2022-01-31'],
    ['31/12/2031', '2031-12-31'],
  ])('“Cambiar Hasta” takes the date %s for all but those who begin later, who are named', async ([typed, stored]) => {
    const surname = `Fecha${'abcdefghij'[Number(stored.slice(3, 4))]}`;
    const early = await contact(stage, { paternalSurname: surname, firstName: 'Ana', from: stored });
    const late = await contact(stage, { paternalSurname: surname, firstName: 'Eva', from: nextDay(stored) });
    const same = await contact(stage, {
      paternalSurname: surname,
      firstName: 'Luz',
      from: '2022-01-01',
      until: stored,
    });
    const visitor = await opened(surname.toLowerCase());
    const page = await choose(visitor, [`${surname} Ana`, `${surname} Eva`, `${surname} Luz`], 'Cambiar Hasta');
    expect(peopleUnder(page, 'Va a cambiar')[`${surname} Luz`]).toBe(`Ahora: desde 2022-01-01, hasta ${stored}.`);
    const made = await visitor.fill({ 'Nueva fecha Hasta': typed }).press('Confirmar');
    expect(peopleUnder(made, 'Hecho')).toEqual({ [`${surname} Ana`]: `Hasta: sin fecha → ${stored}.` });
    expect(peopleUnder(made, 'Quedaron fuera')).toEqual({
      [`${surname} Eva`]: `Hasta: la fecha no puede ser anterior a «Desde» (${nextDay(stored)}).`,
      [`${surname} Luz`]: 'Ya tiene esa fecha.',
    });
    expect(await untilOf(stage, early)).toBe(stored);
    expect(await untilOf(stage, late)).toBeNull();
    expect(await untilOf(stage, same)).toBe(stored);
  });

  test('“Cambiar Hasta” says before that a date before today ends access, and after whose it ended', async () => {
    const user = await someone(stage, { paternalSurname: 'Pasada' });
    const theirs = await stage.signedIn(user);
    await contact(stage, { paternalSurname: 'Pasada', firstName: 'Sola' });
    const visitor = await opened('pasada');
    const page = await choose(visitor, ['Pasada Paz', 'Pasada Sola'], 'Cambiar Hasta');
    expect(page.text).toContain(
      'Con una fecha anterior a hoy, sus usuarios pierden el acceso en el acto y sus sesiones se cierran.',
    );
    const today = await visitor.fill({ 'Nueva fecha Hasta': '2022-04-06' }).press('Confirmar');
    expect(Object.values(peopleUnder(today, 'Hecho'))).toEqual(Array(2).fill('Hasta: sin fecha → 2022-04-06.'));
    expect((await theirs.open('/inicio')).url.pathname).toBe('/inicio');
    await visitor.open(`${register}?filas=100&buscar=pasada`);
    await choose(visitor, ['Pasada Paz', 'Pasada Sola'], 'Cambiar Hasta');
    const ended = await visitor.fill({ 'Nueva fecha Hasta': '2022-04-05' }).press('Confirmar');
    expect(peopleUnder(ended, 'Hecho')).toEqual({
      'Pasada Paz': 'Hasta: 2022-04-06 → 2022-04-05. Su usuario ya no tiene acceso.',
      'Pasada Sola': 'Hasta: 2022-04-06 → 2022-04-05.',
    });
    expect((await theirs.open('/inicio')).url.pathname).toBe('/ingreso');
  });

  test('“Cambiar Hasta” moves the administrator’s own date, too, and shuts nobody out', async () => {
    const visitor = await opened('salgado%20amparo');
    await choose(visitor, ['Salgado Amparo'], 'Cambiar Hasta');
    const made = await visitor.fill({ 'Nueva fecha Hasta': '2022-04-05' }).press('Confirmar');
    expect(Object.keys(peopleUnder(made, 'Hecho'))).toEqual(['Salgado Amparo']);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test.for([
    ['', 'Escriba la Nueva fecha Hasta.'],
    ['31/06/2026', 'Nueva fecha Hasta: escriba una fecha que exista, como 2026-01-31.'],
    ['6/7/26', 'Nueva fecha Hasta: escriba una fecha que exista, como 2026-01-31.'],
  ])('the date “%s” is refused with the people and the text kept', async ([typed = '', reason]) => {
    const id = await contact(stage, { paternalSurname: 'Mala', maternalSurname: typed === '' ? 'Vacía' : 'Rara' });
    const visitor = await opened('mala');
    const boxes = visitor.page.table().map(({ Nombres }) => Nombres ?? '');
    await visitor.open(`${register}/elegidos?con=hasta&elegido=${id}`);
    const page = await visitor.fill({ 'Nueva fecha Hasta': typed }).press('Confirmar');
    expect([page.status, page.errors]).toEqual([422, [reason]]);
    expect(page.title).toMatch(/^Error: /);
    expect(page.field('Nueva fecha Hasta').value).toBe(typed);
    expect(Object.keys(peopleUnder(page, 'Va a cambiar'))).toHaveLength(1);
    expect(boxes.length).toBeGreaterThan(0);
    expect(await untilOf(stage, id)).toBeNull();
  });

  test('one that was saved since the page was shown is left out and named, whatever was saved', async () => {
    const saved = await contact(stage, { paternalSurname: 'Cambiada', firstName: 'Ana' });
    const rest = await contact(stage, { paternalSurname: 'Cambiada', firstName: 'Eva' });
    const visitor = await opened('cambiada');
    await choose(visitor, ['Cambiada Ana', 'Cambiada Eva'], 'Poner INACTIVO');
    await saveContact(stage, saved, { 'Segundo Nombre': 'Inés' });
    const made = await visitor.press('Confirmar');
    expect(Object.keys(peopleUnder(made, 'Hecho'))).toEqual(['Cambiada Eva']);
    expect(peopleUnder(made, 'Quedaron fuera')['Cambiada Ana Inés']).toContain('Cambió desde que se mostró');
    expect(await activeOf(stage, saved)).toBe(true);
    expect(await activeOf(stage, rest)).toBe(false);
  });

  test('one that was deleted since the page was shown is left out and named, and the rest is done', async () => {
    const future = { from: '2030-01-01', paternalSurname: 'Eliminada' };
    const gone = await contact(stage, { ...future, firstName: 'Ana' });
    const rest = await contact(stage, { ...future, firstName: 'Eva' });
    const visitor = await opened('eliminada');
    await choose(visitor, ['Eliminada Ana', 'Eliminada Eva'], 'Poner INACTIVO');
    const administrator = stage.quito.administrator;
    const other = await arriving(stage, administrator, `/administracion/contactos/${gone}/eliminar`);
    await other.press('Eliminar');
    const made = await visitor.press('Confirmar');
    expect(made.status).toBe(200);
    expect(Object.keys(peopleUnder(made, 'Hecho'))).toEqual(['Eliminada Eva']);
    expect(peopleUnder(made, 'Quedaron fuera')['Eliminada Ana']).toContain('Se eliminó del registro');
    expect(await activeOf(stage, rest)).toBe(false);
  });

  test('one that never was, or is another entity’s, stops the whole, and the page says so', async () => {
    const future = { from: '2030-01-01', paternalSurname: 'Borrada' };
    const gone = await contact(stage, { ...future, firstName: 'Ana' });
    const rest = await contact(stage, { ...future, firstName: 'Eva' });
    const visitor = await opened('borrada');
    await choose(visitor, ['Borrada Ana', 'Borrada Eva'], 'Poner INACTIVO');
    await stage.database.owner.deleteFrom('contacts').where('id', '=', gone).execute();
    const before = await rowsOf(stage.database, stage.cuenca.ruc);
    const refused = await visitor.press('Confirmar');
    expect([refused.status, refused.text.includes('no está en la lista de su entidad')]).toEqual([422, true]);
    const foreign = await visitor.open(
      `${register}/elegidos?con=inactivo&elegido=${rest}&elegido=${stage.carla.contactId}`,
    );
    expect([foreign.status, foreign.text.includes('no está en la lista de su entidad')]).toEqual([422, true]);
    expect(await activeOf(stage, rest)).toBe(true);
    expect(await rowsOf(stage.database, stage.cuenca.ruc)).toEqual(before);
  });

  test('namesakes are told apart by their documents', async () => {
    for (const documentNumber of ['GEMELA01', 'GEMELA02']) {
      await contact(stage, { paternalSurname: 'Gemela', firstName: 'Ana', documentNumber });
    }
    const visitor = await opened('gemela');
    const page = await choose(visitor, ['Gemela Ana, GEMELA01', 'Gemela Ana, GEMELA02'], 'Poner INACTIVO');
    expect(Object.keys(peopleUnder(page, 'Va a cambiar')).sort()).toEqual([
      'Gemela Ana, GEMELA01',
      'Gemela Ana, GEMELA02',
    ]);
  });
});

function contact(stage: Stage, more: Parameters<typeof newcomer>[2] & object): Promise<number> {
  return addContact(scopeOf(stage.database, stage.quito, stage.clock.now), newcomer('Persona', 'Paz', more));
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

async function untilOf(stage: Stage, id: number): Promise<string | null> {
  const row = stage.database.owner.selectFrom('contacts').select('delegated_until').where('id', '=', id);
  return (await row.executeTakeFirstOrThrow()).delegated_until;
}

async function activeOf(stage: Stage, id: number): Promise<boolean> {
  const row = stage.database.owner.selectFrom('contacts').select('active').where('id', '=', id);
  return (await row.executeTakeFirstOrThrow()).active;
}
