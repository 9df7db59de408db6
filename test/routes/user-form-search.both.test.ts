import { beforeAll, expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { visiting } from '../support/stage/administration.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { addCrowd } from '../support/stage/crowd.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const path = '/administracion/usuarios/nuevo';
const search = 'Buscar contacto';
const nobody = 'Elija una opción';
// The opening cast: the administrator, three delegates and Óscar Vera.
const cast = 5;
const passwords = { Contraseña: 'temporal', 'Confirmar Contraseña': 'temporal' };

onStage('The form for a new user of a small entity', (stage) => {
  test('offers all of 50 ACTIVO contacts at once, whatever the address searches for', async () => {
    await addCrowd(stage.database.owner, stage.quito.ruc, cast + 1, 50);
    await addContact(
      scopeOf(stage.database, stage.quito, stage.clock.now),
      newcomer('Inca', 'Inti', { active: false }),
    );
    for (const address of [path, `${path}?buscar=gente`]) {
      const { page } = await opened(stage, address);
      expect(offered(page)).toHaveLength(50);
      expect([page.offers('Buscar'), page.text.includes(search)]).toEqual([false, false]);
    }
  });

  test('chooses the contact in the address, unless it is INACTIVO or of another entity', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    const inactive = await addContact(scope, newcomer('Inca', 'Illa', { active: false }));
    expect(await chosenBy(stage, stage.futureContact)).toBe('Vera Óscar (Empieza el 2030-01-01)');
    for (const id of [inactive, stage.carla.contactId, 'x']) expect(await chosenBy(stage, id)).toBe(nobody);
  });

  test('becomes a search with the 51st', async () => {
    await addCrowd(stage.database.owner, stage.quito.ruc, 51, 51);
    const { page } = await opened(stage);
    expect([page.offers('Buscar'), offered(page).length]).toEqual([true, 20]);
  });
});

onStage('The form for a new user of an entity with 5,000 contacts', (stage) => {
  beforeAll(() => addCrowd(stage.database.owner, stage.quito.ruc, cast + 1, 5_000));

  // The table of weights holds each page to 14,000 bytes.
  test('offers 20 contacts and says how many more there are', async () => {
    const { page } = await opened(stage);
    expect(offered(page)).toHaveLength(20);
    expect(page.text).toContain('Se muestran 20; hay 4980 más, precise la búsqueda.');
    expect([page.field('Nombre').value, page.autofocused]).toEqual([nobody, undefined]);
  });

  test.for([
    ['part of it', 'gente002', 10, 'Se encontraron 10 contactos.'],
    ['another case, without accents', 'MUNOZ gente002', 10, 'Se encontraron 10 contactos.'],
    ['the identification', 'GENTE0123', 1, 'Se encontró 1 contacto.'],
    ['words in any order', 'óscar vera', 1, 'Se encontró 1 contacto.'],
    ['two figures', 'gente12', 20, 'Se muestran 20; hay 80 más, precise la búsqueda.'],
    ['signs that mean something to the database', '%', 0, 'Ningún contacto ACTIVO coincide con «%».'],
  ] as const)('finds contacts by %s', async ([, text, count, sentence]) => {
    const visitor = await opened(stage);
    const pressed = await visitor.fill({ [search]: text }).press('Buscar');
    const { page: linked } = await opened(stage, `${path}?buscar=${encodeURIComponent(text)}`);
    for (const page of [pressed, linked]) {
      expect([page.status, offered(page).length, page.field(search).value]).toEqual([200, count, text]);
      expect(page.text).toContain(sentence);
      expect(page.autofocused).toBe(count > 0 ? 'Nombre' : search);
    }
  });

  test('says that 1 is left of 21 found, and nothing of the kind of 20', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (let count = 1; count <= 20; count += 1) await addContact(scope, newcomer('Borde', 'Belén'));
    const visitor = await opened(stage);
    const found = await visitor.fill({ [search]: 'borde belen' }).press('Buscar');
    expect([offered(found).length, found.text.includes('precise')]).toEqual([20, false]);
    const last = await addContact(scope, newcomer('Borde', 'Belén Zoe'));
    const page = await visitor.press('Buscar');
    expect(offered(page)).toHaveLength(20);
    expect(page.text).toContain('Se muestran 20; hay 1 más, precise la búsqueda.');
    expect(await chosenBy(stage, `${last}&buscar=borde`)).toBe('Borde Belén Zoe');
  });

  test('tells a namesake from the one that is not shown any more', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (let count = 1; count <= 19; count += 1)
      await addContact(scope, newcomer('Tocayo', 'Abel', { secondName: `A${'a'.repeat(count)}` }));
    for (const documentNumber of ['TOCAYO1', 'TOCAYO2']) {
      await addContact(scope, newcomer('Tocayo', 'Zoilo', { documentNumber }));
    }
    const page = await (await opened(stage)).fill({ [search]: 'tocayo' }).press('Buscar');
    expect(offered(page).at(-1)).toBe('Tocayo Zoilo, TOCAYO1');
  });

  test('keeps the user name over a search, never the passwords, and adds the user found', async () => {
    const visitor = await opened(stage);
    visitor.fill({ Usuario: 'buscada01', ...passwords, [search]: 'gente 0777' });
    const found = await visitor.press('Buscar');
    expect([found.url.search, found.errors, found.field('Usuario').value]).toEqual(['', [], 'buscada01']);
    expect(found.html).not.toContain('temporal"');
    expect(found.field('Nombre').value).toBe('Zambrano Muñoz Gente 0777');
    const list = await visitor.fill(passwords).press('Guardar');
    expect(list.url.pathname).toBe('/administracion/usuarios');
    expect(list.announced).toEqual([expect.stringMatching(/^Datos Actualizados\. /)]);
    const again = await opened(stage, `${path}?buscar=gente0777`);
    expect(again.page.field('Nombre').value).toBe('Zambrano Muñoz Gente 0777 (ya tiene 1 usuario)');
  });

  test('searches for the contact in the address, and keeps what else the address searches for', async () => {
    const { page } = await opened(stage, `${path}?contacto=${stage.futureContact}`);
    const vera = 'Vera Óscar (Empieza el 2030-01-01)';
    expect([page.field('Nombre').value, offered(page)]).toEqual([vera, [vera]]);
    expect([page.field(search).value, page.hidden('searched')]).toEqual(['Vera Óscar', 'Vera Óscar']);
    const { page: searched } = await opened(stage, `${path}?contacto=${stage.futureContact}&buscar=gente+00`);
    expect([searched.field('Nombre').value, offered(searched).length]).toEqual([vera, 21]);
    expect(searched.field(search).value).toBe('gente 00');
    const { page: unknown } = await opened(stage, `${path}?contacto=${stage.carla.contactId}`);
    expect([unknown.field('Nombre').value, unknown.field(search).value]).toEqual([nobody, '']);
  });

  test('keeps the choice of a refused form beside those found, and a new search replaces it', async () => {
    const visitor = await opened(stage, `${path}?contacto=${stage.futureContact}&buscar=gente+00`);
    const refused = await visitor.fill({ Usuario: 'corto' }).press('Guardar');
    expect([refused.status, refused.field('Nombre').value, offered(refused).length]).toEqual([
      422,
      'Vera Óscar (Empieza el 2030-01-01)',
      21,
    ]);
    const page = await visitor.fill({ [search]: 'gente 00' }).press('Buscar');
    expect([page.status, page.field('Nombre').value, offered(page).length]).toEqual([200, nobody, 20]);
  });

  test('searches on Enter for a text that has not been searched for yet, and saves otherwise', async () => {
    const visitor = await opened(stage);
    const enter = () => {
      const entries = visitor.page.submission('Guardar').entries;
      return visitor.post(path, [...entries, ['accion', 'intro']]);
    };
    visitor.fill({ Usuario: 'intro0001', ...passwords, [search]: 'gente 0778' });
    expect((await enter()).status).toBe(200);
    await visitor.press('Buscar');
    visitor.fill(passwords);
    expect((await enter()).status).toBe(303);
  });

  test('swaps the choice alone under htmx, with a message', async () => {
    const visitor = await opened(stage);
    const fragment = await visitor.fill({ Usuario: 'parcial01', ...passwords, [search]: 'vera' }).swap('Buscar');
    expect([fragment.status, fragment.field('Nombre').value]).toEqual([200, 'Vera Óscar (Empieza el 2030-01-01)']);
    expect(fragment.announced.join() || fragment.text).toContain('Se encontró 1 contacto.');
    expect([fragment.html.includes('parcial01'), fragment.html.includes('temporal')]).toEqual([false, false]);
  });

  test('refuses a search with characters that nobody types, and a repeated one', async () => {
    const visitor = await opened(stage);
    const { entries } = visitor.page.submission('Buscar');
    for (const searches of [['a\u0000b'], ['a', 'b']]) {
      const others = entries.filter(([name]) => name !== 'search');
      const sent: [string, string][] = [...others, ...searches.map((text): [string, string] => ['search', text])];
      const page = await visitor.post(path, sent);
      expect([page.status, page.errors]).toEqual([422, [expect.stringMatching(/^Buscar contacto: /)]]);
    }
  });
});

function opened(stage: Stage, address = path): Promise<Visitor> {
  return visiting(stage, stage.quito.administrator, address);
}

async function chosenBy(stage: Stage, id: number | string): Promise<unknown> {
  return (await opened(stage, `${path}?contacto=${id}`)).page.field('Nombre').value;
}

function offered(page: Page): string[] {
  return page.field('Nombre').options.filter((text) => text !== nobody);
}
