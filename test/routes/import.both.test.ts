import { beforeAll, expect, test } from 'vitest';
import { saveContact } from '../support/stage/administration.ts';
import { addContact, newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import {
  importPage,
  importReviewed,
  type Line,
  numbersOf,
  personLine,
  review,
  settled,
} from '../support/stage/imports.ts';
import { eventsOf, incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('A file of contacts', (stage) => {
  beforeAll(() => stage.queue.start());

  test('is reviewed and stores nothing, then imported with an incident for each person, and changes nothing again', async () => {
    const { known, lines } = await knownAndNew(stage);
    const before = await eventsOf(stage, stage.quito.ruc);
    const { visitor, page } = await review(stage, lines);
    expect(numbersOf(page)).toEqual([2, 1, 1, 0]);
    expect(await storedNumbers(stage, lines)).toEqual([known.changed, known.same].sort());
    expect(await eventsOf(stage, stage.quito.ruc)).toEqual(before);

    const done = await importReviewed(stage, visitor);
    expect(done.text).toContain('La importación terminó');
    expect(done.title).toMatch(/^Importación terminada · /);
    expect(await storedNumbers(stage, lines)).toHaveLength(4);
    const events = (await eventsOf(stage, stage.quito.ruc)).slice(before.length);
    expect(events.sort()).toEqual(['contact.changed', 'contact.created', 'contact.created']);

    const again = await review(stage, lines);
    expect(numbersOf(again.page)).toEqual([0, 0, 4, 0]);
    expect(again.page.text).toContain('El archivo no cambia nada');
    expect((await importReviewed(stage, again.visitor)).text).toContain('no cambió nada');
    expect(await eventsOf(stage, stage.quito.ruc)).toHaveLength(before.length + 3);
  });

  test('keeps what a missing column has, and empties what an empty cell has', async () => {
    const line = personLine({ Hasta: '2030-01-01', 'Correo Electrónico': 'ines@prueba.example' });
    await importReviewed(stage, (await review(stage, [line])).visitor);
    const { 'Número Identificación': number = '', Estado: _, ...others } = line;
    await importReviewed(
      stage,
      (await review(stage, [{ ...others, 'Número Identificación': number, Hasta: '' }])).visitor,
    );
    const stored = await contactOf(stage, number);
    expect([stored.email, stored.delegated_until, stored.active, stored.version]).toEqual([
      ...['ines@prueba.example', null, true, 2],
    ]);
    const incidents = await incidentsOf(stage, 'contact', stored.id);
    expect(incidents.map(({ event, changes }) => [event, changes.length])).toEqual([
      ['contact.created', 10],
      ['contact.changed', 1],
    ]);
    expect(incidents.map(({ actor_name }) => actor_name)).toEqual(['adminquito', 'adminquito']);
  });

  test('changes nothing at all if one line is wrong, and names its line, field and reason', async () => {
    const lines = [personLine(), personLine({ Desde: '31/06/2022', Cargo: 'Astronauta' })];
    const { visitor, page } = await review(stage, lines);
    expect(numbersOf(page)).toEqual([1, 0, 0, 1]);
    expect(page.html).toContain('<a class="button" href="/administracion/contactos/importar">Elegir otro archivo</a>');
    expect(page.table()).toEqual([
      { Línea: '3', Campo: 'Cargo', Motivo: 'Cargo: elija una de las opciones.' },
      { Línea: '3', Campo: 'Desde', Motivo: 'Desde: escriba una fecha que exista, como 2026-01-31.' },
    ]);
    expect(() => visitor.page.button('Importar')).toThrow();
    const forged = await visitor.post(page.url.pathname, { _token: visitor.token });
    expect([forged.status, await storedNumbers(stage, lines)]).toEqual([422, []]);
    expect((await visitor.get(`${page.url.pathname}/errores.csv`)).html).toBe(
      [
        '\ufeffLínea;Campo;Motivo',
        '3;Cargo;Cargo: elija una de las opciones.',
        '3;Desde;Desde: escriba una fecha que exista, como 2026-01-31.',
      ].join('\r\n'),
    );
  });

  test('is not imported if one of its people was edited since, even one that it doesn’t change', async () => {
    const { known, lines } = await knownAndNew(stage);
    const { visitor, page } = await review(stage, lines);
    const { id } = await contactOf(stage, known.same);
    await saveContact(stage, id, { 'Segundo Nombre': 'Otra' });
    await visitor.open(page.url.pathname);
    expect((await importReviewed(stage, visitor)).text).toContain('No se importó nada');
    expect(await storedNumbers(stage, lines)).toHaveLength(2);
  });

  test('is not imported if one of its new people was registered since', async () => {
    const lines = [personLine(), personLine()];
    const { visitor } = await review(stage, lines);
    const data = newcomer('Antes', 'Ana', { documentNumber: lines[1]?.['Número Identificación'] ?? '' });
    await addContact(scopeOf(stage.database, stage.quito, stage.clock.now), data);
    expect((await importReviewed(stage, visitor)).text).toContain('No se importó nada');
    expect(await storedNumbers(stage, lines)).toEqual([data.documentNumber]);
  });

  test('has one effect if it is confirmed twice at once, and again afterwards', async () => {
    const lines = [personLine(), personLine()];
    const { visitor } = await review(stage, lines);
    const { pathname } = visitor.page.url;
    const form = { _token: visitor.token };
    const answers = await Promise.all([visitor.post(pathname, form), visitor.post(pathname, form)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await settled(stage, visitor)).text).toContain('La importación terminó');
    await visitor.post(pathname, form);
    expect((await settled(stage, visitor)).text).toContain('La importación terminó');
    const { id } = await contactOf(stage, lines[0]?.['Número Identificación'] ?? '');
    expect(await incidentsOf(stage, 'contact', id)).toHaveLength(1);
    const jobs = stage.database.owner
      .selectFrom('imports')
      .select('status')
      .where('id', '=', Number(pathname.split('/').at(-1)));
    expect(await jobs.execute()).toEqual([{ status: 'done' }]);
  });

  test('ends the sessions of a person whom it sets INACTIVO', async () => {
    const user = await someone(stage);
    const theirs = await stage.signedIn(user);
    const { document_number: number } = await contactById(stage, user.contactId);
    const line: Line = { 'Número Identificación': number, 'Tipo de Documento': 'Pasaporte', Estado: 'INACTIVO' };
    await importReviewed(stage, (await review(stage, [line])).visitor);
    const sessions = stage.database.owner.selectFrom('sessions').select('number').where('user_id', '=', user.id);
    expect(await sessions.execute()).toEqual([]);
    expect((await theirs.open('/inicio')).url.pathname).toBe('/ingreso');
  });

  test('makes a user for a contact, deactivated, without a password, with menus by name and by code', async () => {
    const number = `USU${Date.now()}`;
    const line = personLine({
      'Número Identificación': number,
      Usuario: 'Importada01',
      Menús: 'PAC; Consultas de Contratación ;Datos Generales',
    });
    const menus = stage.database.owner.selectFrom('menus').select(['code', 'name']);
    const names = new Map((await menus.execute()).map(({ code, name }) => [code, name]));
    const { visitor, page } = await review(stage, [
      { ...line, Menús: `PAC; ${names.get('CONSULTAS')?.toUpperCase()} ;${names.get('DATOS_GENERALES')}` },
    ]);
    expect([numbersOf(page), page.text.includes('Usuarios nuevos 1')]).toEqual([[1, 0, 0, 0], true]);
    await importReviewed(stage, visitor);
    const { id } = await contactOf(stage, number);
    const users = await stage.database.owner.selectFrom('users').selectAll().where('contact_id', '=', id).execute();
    expect(
      users.map(({ name, active, password_hash, temporary_hash }) => [name, active, password_hash, temporary_hash]),
    ).toEqual([['Importada01', false, null, null]]);
    const userId = users[0]?.id ?? 0;
    const held = await stage.database.owner
      .selectFrom('user_menus')
      .select('menu_code')
      .where('user_id', '=', userId)
      .orderBy('menu_code')
      .execute();
    expect(held.map(({ menu_code }) => menu_code)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'PAC']);
    const [created, ...more] = await incidentsOf(stage, 'user', userId);
    expect([created?.event, more]).toEqual(['user.created', []]);
    expect(
      created?.changes
        .filter(({ field }) => field === 'user.menu')
        .map((change) => change.new)
        .sort(),
    ).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'PAC']);
    const history = await visitor.open(`/administracion/contactos/incidencias?usuario=${userId}`);
    expect(history.table()[0]?.Cambios).toBe(
      `Creó el usuario Importada01 para Importada Inés, todavía INACTIVO. Se le agregó: ${names.get('PAC')}, ${names.get('CONSULTAS')}.`,
    );

    const again = await review(stage, [{ ...line, Usuario: 'IMPORTADA01', Menús: '' }]);
    expect(numbersOf(again.page)).toEqual([0, 0, 1, 0]);
  });

  test('tells the old and the new address of a changed e-mail, as the form does', async () => {
    const number = `CORREO${Date.now()}`;
    const line = personLine({ 'Número Identificación': number, 'Correo Electrónico': 'antes@prueba.example' });
    await importReviewed(stage, (await review(stage, [line])).visitor);
    await importReviewed(
      stage,
      (await review(stage, [{ ...line, 'Correo Electrónico': 'despues@prueba.example' }])).visitor,
    );
    const { id } = await contactOf(stage, number);
    const mails = stage.database.owner.selectFrom('mails').select(['kind', 'recipient']).where('contact_id', '=', id);
    expect(await mails.orderBy('recipient').execute()).toEqual([
      { kind: 'email-changed', recipient: 'antes@prueba.example' },
      { kind: 'email-changed', recipient: 'despues@prueba.example' },
    ]);
  });

  test('holds back the notices beyond the entity’s limit, stores each, and says how many', async () => {
    const lines = Array.from({ length: 20 }, () => personLine({ 'Correo Electrónico': '' }));
    const withAddress = (of: string) =>
      lines.map((line, place) => ({ ...line, 'Correo Electrónico': `${of}${place}@prueba.example` }));
    await importReviewed(stage, (await review(stage, withAddress('a'))).visitor);
    const { visitor } = await review(stage, withAddress('b'));
    // Others have used up a part of the 30 within this hour.
    const counted = await stage.database.owner
      .selectFrom('mails')
      .select('held')
      .where('kind', '=', 'email-changed')
      .execute();
    const left = 30 - counted.filter(({ held }) => !held).length;
    const done = await importReviewed(stage, visitor);
    expect(done.text).toContain(`no salieron ${40 - left} avisos`);
    const ids = await Promise.all(
      lines.map(async (line) => (await contactOf(stage, line['Número Identificación'] ?? '')).id),
    );
    const mails = await stage.database.owner
      .selectFrom('mails')
      .select(['held', 'status'])
      .where('contact_id', 'in', ids)
      .execute();
    expect([mails.length, mails.filter(({ held }) => held).length]).toEqual([40, 40 - left]);
    expect(mails.filter(({ held }) => held).every(({ status }) => status === 'undelivered')).toBe(true);
    stage.clock.advance(3_600_000);
  });

  test('counts one person and one notice in the singular', async () => {
    const { visitor } = await review(stage, [personLine()]);
    const { pathname } = (await importReviewed(stage, visitor)).url;
    const own = stage.database.owner.updateTable('imports').where('id', '=', Number(pathname.split('/').at(-1)));
    await own.set({ held_notices: 1 }).execute();
    expect((await visitor.open(pathname)).text).toContain('no salió 1 aviso de cambio de correo electrónico. Los de');
    await own.set({ status: 'queued', contents: '{}', progress: 0, settled_at: null }).execute();
    expect((await visitor.open(pathname)).text).toContain('van 0 de 1 persona. Puede dejar');
    await own.set({ status: 'failed', contents: null, settled_at: stage.clock.now }).execute();
  });

  test('stays for the administrator of its entity alone', async () => {
    const { page } = await review(stage, [personLine()]);
    const visitor = await stage.browserOf(stage.cuenca.administrator);
    for (const path of [page.url.pathname, `${page.url.pathname}/errores.csv`]) {
      expect((await visitor.get(path)).status).toBe(404);
    }
    await visitor.open('/administracion/contactos');
    expect((await visitor.post(page.url.pathname, { _token: visitor.token })).status).toBe(404);
    expect((await visitor.open('/administracion/importaciones')).text).toContain('Aún no hay importaciones');
  });

  test('is gone a day after its review, and its contents are gone when it was imported', async () => {
    const { visitor } = await review(stage, [personLine()]);
    const { pathname } = visitor.page.url;
    const { visitor: other } = await review(stage, [personLine()]);
    await importReviewed(stage, other);
    const [imported] = await stage.database.owner
      .selectFrom('imports')
      .select(['contents', 'versions'])
      .where('id', '=', Number(other.page.url.pathname.split('/').at(-1)))
      .execute();
    expect(imported).toEqual({ contents: null, versions: {} });
    stage.clock.advance(24 * 3_600_000 - 60_000);
    expect((await (await stage.browserOf(stage.quito.administrator)).get(pathname)).status).toBe(200);
    stage.clock.advance(60_000);
    const late = await stage.browserOf(stage.quito.administrator);
    await late.open(importPage);
    const press = () => late.post(pathname, { _token: late.token });
    for (const gone of [
      await late.get(pathname),
      await press(),
      await late.get('/administracion/importaciones/987654'),
    ]) {
      expect([gone.status, gone.h1]).toEqual([404, 'Importación no encontrada']);
      expect(gone.text).toContain('Una revisión se conserva 24 horas');
      expect(gone.link('Importar contactos').href).toBe(importPage);
    }
    expect((await late.get(other.page.url.pathname)).status).toBe(200);
  });
});

// Registers a contact that the lines change and one that they don't; two more lines are of new people.
async function knownAndNew(stage: Stage) {
  const lines = [personLine(), personLine(), personLine(), personLine()];
  const [changed = {}, same = {}] = lines;
  await importReviewed(stage, (await review(stage, [{ ...changed, Cargo: 'Asesor' }, same])).visitor);
  const numberOf = (line: Line) => line['Número Identificación'] ?? '';
  return { known: { changed: numberOf(changed), same: numberOf(same) }, lines };
}

async function storedNumbers({ database, quito }: Stage, lines: Line[]): Promise<string[]> {
  const numbers = lines.map((line) => line['Número Identificación'] ?? '');
  const rows = database.owner
    .selectFrom('contacts')
    .select('document_number')
    .where('ruc', '=', quito.ruc)
    .where('document_number', 'in', numbers);
  return (await rows.execute()).map(({ document_number }) => document_number).sort();
}

function contactOf({ database, quito }: Stage, number: string) {
  const query = database.owner.selectFrom('contacts').selectAll().where('ruc', '=', quito.ruc);
  return query.where('document_number', '=', number).executeTakeFirstOrThrow();
}

function contactById({ database }: Stage, id: number) {
  return database.owner.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
