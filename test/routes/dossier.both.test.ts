import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { sessionLife } from '../../src/data/records/session.ts';
import { contactLabels } from '../../src/domain/contact.ts';
import { badQueries } from '../support/bad-input/bad-requests.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { saveContact, switchUser, visiting } from '../support/stage/administration.ts';
import { type CastUser, grant, newcomer, scopeOf, secondUser, someone } from '../support/stage/cast.ts';
import { download } from '../support/stage/downloads.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { enter, signIn } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const page = '/datos-generales/mis-datos';
const file = `${page}/descargar`;
const caption = /incidencias? · /;

onStage('“Mis datos”', (stage) => {
  let person: CastUser;
  let twin: CastUser;
  let visitor: Visitor;

  beforeAll(async () => {
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    const more = { until: '2030-12-31', sex: 'Femenino', educationLevel: 'Tercer Nivel', email: 'ines@prueba.example' };
    person = await someone(stage, { ...newcomer('Quispe', 'Inés'), ...more });
    await quito.budgets.set(person.id, 1, { limit: '3450000.50', active: true });
    await grant(stage, person, ['PAC']);
    twin = await secondUser(stage, person, `${person.userName}b`);
    await stage.signedIn(twin);
    // Of the same entity, before and after.
    for (const other of [stage.bruno, await someone(stage)]) await stage.signedIn(other);
    await saveContact(stage, person.contactId, { Cargo: 'Rector' });
    await saveContact(stage, stage.bruno.contactId, { Cargo: 'Rector' });
    visitor = await stage.signedIn(person);
    await visitor.follow('Datos Generales');
    await visitor.follow('Mis datos', {});
  });

  test('is in the menu of everybody', () => {
    expect([visitor.page.url.pathname, visitor.page.h1, visitor.page.status]).toEqual([page, 'Mis datos', 200]);
  });

  test('shows all that the form of the contact has, unmasked', () => {
    const { text } = visitor.page;
    for (const part of [
      'Apellido Paterno Quispe',
      'Primer Nombre Inés',
      'Sexo Femenino',
      'Correo Electrónico ines@prueba.example',
      'Fecha de Nacimiento 1985-02-28',
      'Cargo Rector',
      'Desde 2022-01-01',
      'Hasta 2030-12-31',
      'Nivel Educación Tercer Nivel',
      'Área Ocupacional Sin dato',
      'Registrado 2022-04-06 15:53',
    ]) {
      expect(text).toContain(part);
    }
    for (const label of Object.values(contactLabels)) expect(text).toContain(label);
  });

  test('shows each user of the person with its menus, its limit and its sessions, and nobody else’s', () => {
    const { text, page: shown } = { text: visitor.page.text, page: visitor.page };
    expect(text).toContain(`Usuario ${person.userName} Estado ACTIVO`);
    expect(text).toContain('Menús ENTIDAD-DATOS GENERALES; ENTIDAD-PLAN ANUAL DE CONTRATACIÓN');
    expect(text).toContain('Monto Límite USD 3,450,000.50');
    expect(text).toContain(`Usuario ${twin.userName} Estado ACTIVO`);
    expect(shown.table(`Sesiones de ${person.userName}`)).toEqual([
      {
        Navegador: 'Desconocido Esta sesión',
        Dirección: expect.stringContaining('127.0.0.1'),
        Desde: '2022-04-06 15:53',
        'Última actividad': '2022-04-06 15:53',
      },
    ]);
    expect(shown.table(`Sesiones de ${twin.userName}`)).toHaveLength(1);
    expect(text.match(/Usuario (persona|delegad)\w+ Estado/g)).toHaveLength(2);
    expect(text).not.toMatch(/Brito|delegado02|Salgado/);
  });

  test('tells who changed what of it and when, the newest first', () => {
    const [newest, ...others] = visitor.page.table(caption);
    expect(newest).toEqual({
      'Fecha y hora': '2022-04-06 15:53',
      Quién: 'adminquito',
      Qué: 'Contacto modificado',
      'Sobre quién': 'Quispe Inés',
      Resultado: 'Hecho',
      Cambios: 'Cargo: Analista → Rector',
    });
    expect(others.map(({ Qué }) => Qué)).toEqual(
      expect.arrayContaining(['Contacto creado', 'Usuario creado', 'Usuario activado', 'Presupuesto cambiado']),
    );
  });

  test('tells nothing of others but the name of who made a change', async () => {
    const { owner } = stage.database;
    const { ruc, id, contactId } = person;
    const about = { ruc, actor_name: 'Sin sesión', at: stage.clock.now, address: '203.0.113.9', request_id: 'x' };
    const strange = [
      { field: 'request.address', old: null, new: '203.0.113.7' },
      { field: 'sign-in.failures', old: null, new: 5 },
      { field: 'identity.documentTaken', old: null, new: 'Pasaporte AJENO1' },
      // A field that a later release adds.
      { field: 'handover.successor', old: null, new: 'Vecina Ajena' },
    ];
    for (const [event, kind, subject] of [
      ['sign-in.refused', 'user', id],
      ['identity.reported', 'contact', contactId],
    ] as const) {
      const row = { ...about, event, subject_kind: kind, subject_id: subject, subject_name: 'Quispe Inés' };
      await owner
        .insertInto('incidents')
        .values({ ...row, changes: JSON.stringify(strange) })
        .execute();
    }
    const { html } = await visitor.open(page);
    const { bytes } = await download(stage, visitor, file);
    for (const told of [html, bytes.toString()]) {
      expect(told).toContain('5 intentos fallidos seguidos de ingresar.');
      expect(told).not.toMatch(/203\.0\.113|AJENO1|Ajena/);
    }
  });

  test('and its file hold no hash, token, seed or digest', async () => {
    const { owner } = stage.database;
    const rows = [
      ...(await owner.selectFrom('users').selectAll().where('contact_id', '=', person.contactId).execute()),
      ...(await owner.selectFrom('sessions').selectAll().execute()),
      ...(await owner.selectFrom('contacts').selectAll().where('id', '=', person.contactId).execute()),
    ].flatMap((row) => Object.entries(row));
    const secrets = rows.filter(([name]) => /hash|seed|digest|^id$|creation_key/.test(name)).map(([, value]) => value);
    const texts = secrets.filter((value) => typeof value === 'string' && value.length > 20) as string[];
    expect(texts.length).toBeGreaterThan(4);
    const { html } = await visitor.open(page);
    const { bytes } = await download(stage, visitor, file);
    for (const secret of [...texts, visitor.cookies.get('soce') ?? 'none']) {
      expect(html).not.toContain(secret);
      expect(bytes.toString()).not.toContain(secret);
    }
  });

  test('can’t be reached with a temporary password', async () => {
    const beginner = stage.visitor();
    await signIn(beginner, await someone(stage, { state: 'temporary' }));
    for (const path of [page, file]) {
      expect((await beginner.open(path)).url.pathname).toBe('/datos-generales/contrasena');
    }
  });

  test('shows the administrator the own data, with the way to correct them', async () => {
    const administrator = await visiting(stage, stage.quito.administrator, page);
    expect(administrator.page.text).toContain('Apellido Paterno Salgado');
    expect(administrator.page.text).toContain('Función Administrador de la entidad');
    expect(administrator.page.text).toContain('Aún no hay incidencias.');
    expect(administrator.page.link('Corregir mi contacto').href).toBe(
      `/administracion/contactos/${stage.quito.administrator.contactId}`,
    );
    expect(administrator.page.offers('Solicitar corrección')).toBe(false);
    const refused = await administrator.post(page, { _token: administrator.token, text: 'Algo' });
    expect([refused.status, refused.errors]).toEqual([
      422,
      ['Usted es el administrador: corrija sus datos en su contacto.'],
    ]);
  });

  test('takes nonsense in the address for nothing', async () => {
    const names = ['buscar', 'orden', 'sentido', 'filas', 'pagina', 'ver', 'que', 'desde', 'usuario', 'contacto'];
    const before = visitor.page.table(caption).length;
    for (const [what, value] of badQueries.filter(([, { length }]) => length < 100)) {
      const query = names.map((name) => `${name}=${value.replaceAll('{}', name)}`).join('&');
      const shown = await visitor.get(`${page}?${query}`);
      expect([what, shown.status]).toEqual([what, 200]);
      expect(shown.table(caption).length).toBeGreaterThanOrEqual(before);
    }
  });

  test('says which session has run out but is still held', async () => {
    const user = await someone(stage);
    const first = await stage.signedIn(user);
    await first.open('/inicio');
    stage.clock.advance(sessionLife.idle + 1);
    const second = await stage.signedIn(user);
    const browsers = (await second.open(page)).table(`Sesiones de ${user.userName}`).map(({ Navegador }) => Navegador);
    expect(browsers).toEqual(['Desconocido Esta sesión', 'Desconocido terminada']);
  });
});

onStage('The file “Descargar mis datos”', (stage) => {
  test('is stored as JSON under a name with RUC, user and day, and by no cache', async () => {
    const visitor = await visiting(stage, stage.diana, page);
    expect(visitor.page.link('Descargar mis datos').href).toBe(file);
    const { status, headers } = await download(stage, visitor, file);
    expect([status, headers]).toEqual([
      200,
      expect.objectContaining({
        'content-disposition': 'attachment; filename="mis-datos-1769999930001-delegada01-2022-04-06.json"',
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      }),
    ]);
  });

  test('has under the labels of the screens all that the page shows', async () => {
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    const user = await someone(stage, { ...newcomer('Ñandú', 'Íngrid'), email: '' });
    await quito.budgets.set(user.id, 1, { limit: '10.00', active: false });
    const visitor = await stage.signedIn(user);
    const told = JSON.parse((await download(stage, visitor, file)).bytes.toString());
    expect(told).toEqual({
      'Hecho el': '2022-04-06 15:53',
      'Zona horaria': 'America/Guayaquil',
      RUC: stage.quito.ruc,
      Entidad: stage.quito.name,
      Contacto: expect.objectContaining({
        'Apellido Paterno': 'Ñandú',
        'Apellido Materno': null,
        'Correo Electrónico': null,
        Sexo: 'Sin dato',
        Estado: 'ACTIVO',
        Hasta: null,
        Registrado: '2022-04-06 15:53',
      }),
      Usuarios: [
        {
          Usuario: user.userName,
          Estado: 'ACTIVO',
          Administrador: false,
          Menús: ['ENTIDAD-DATOS GENERALES'],
          'Monto Límite (USD)': '10.00',
          Presupuesto: 'INACTIVO',
          Creado: '2022-04-06 15:53',
          'Primera activación': '2022-04-06 15:53',
          'Último acceso': '2022-04-06 15:53',
          Sesiones: [
            {
              Navegador: 'Desconocido',
              Dirección: expect.stringContaining('127.0.0.1'),
              Desde: '2022-04-06 15:53',
              'Última actividad': '2022-04-06 15:53',
              Abierta: true,
            },
          ],
        },
      ],
      Historial: expect.arrayContaining([
        {
          'Fecha y hora': '2022-04-06 15:53',
          Quién: 'adminquito',
          Qué: 'Presupuesto cambiado',
          'Sobre quién': user.userName,
          Resultado: 'Hecho',
          Cambios: ['Monto Límite (USD): USD 10.00', 'Estado: INACTIVO'],
        },
      ]),
    });
    expect(Object.keys(told.Contacto)).toEqual([...Object.values(contactLabels), 'Registrado']);
    expect(told.Historial).toHaveLength((await visitor.open(page)).table(caption).length - 1);
  });

  test('leaves an incident that the person and the administrator see, and none for who asks ahead', async () => {
    const user = await someone(stage);
    const visitor = await stage.signedIn(user);
    for (const headers of [{ 'Sec-Purpose': 'prefetch' }, { Purpose: 'prefetch' }] as Record<string, string>[]) {
      const { status, bytes } = await download(stage, visitor, file, { headers });
      expect([status, bytes.length]).toEqual([503, 0]);
    }
    expect((await download(stage, visitor, file, { method: 'HEAD' })).status).toBe(200);
    expect(await incidentsOf(stage, 'user', user.id, 'data.downloaded')).toEqual([]);
    await download(stage, visitor, file);
    expect(await incidentsOf(stage, 'user', user.id, 'data.downloaded')).toMatchObject([
      { actor_name: user.userName, changes: [{ field: 'download.records', old: null, new: expect.any(Number) }] },
    ]);
    const told = { Qué: 'Datos propios descargados', Cambios: 'Descargó sus propios datos.' };
    expect((await visitor.open(page)).table(caption)[0]).toMatchObject(told);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const history = await administrator.open(`/administracion/contactos/incidencias?usuario=${user.id}`);
    expect(history.table()[0]).toMatchObject(told);
  });

  test('leads whoever has to sign in first to the page', async () => {
    const user = await someone(stage);
    const visitor = await stage.signedIn(user);
    stage.clock.advance(31 * 60_000);
    await visitor.open(file);
    expect((await enter(visitor, user)).url.pathname).toBe(page);
  });

  test('ends with the access', async () => {
    const user = await someone(stage);
    const visitor = await stage.signedIn(user);
    await switchUser(stage, user, 'Desactivar');
    expect((await visitor.get(file)).headers.location).toBe('/ingreso');
    expect(await incidentsOf(stage, 'user', user.id, 'data.downloaded')).toEqual([]);
  });
});

onStage('The data of somebody with 30,000 incidents', (stage) => {
  let visitor: Visitor;
  const many = 30_000;

  beforeAll(async () => {
    const user = await someone(stage);
    await addIncidents(stage, user, many);
    visitor = await stage.signedIn(user);
  });

  test('make a page of at most 14,000 B, in pages of the history', async () => {
    const first = await visitor.open(page);
    expect(first.table(caption)).toHaveLength(20);
    expect(first.text).toMatch(/300\d\d incidencias · página 1 de 15\d\d · las más recientes primero/);
    const { bytes } = await download(stage, visitor, page, { headers: { 'Accept-Encoding': 'br' } });
    expect(bytes.length).toBeLessThan(14_000);
    const second = await visitor.follow('Siguiente');
    expect([second.url.pathname, second.url.search]).toEqual([page, '?pagina=2']);
    expect(second.title).toMatch(/^Mis datos \(página 2 de 15\d\d\)/);
    expect(second.table(caption)).not.toEqual(first.table(caption));
    expect((await visitor.open(`${page}?pagina=99999`)).table(caption).length).toBeGreaterThan(0);
  });

  test('are printed up to 5,000 incidents, which says where all are', async () => {
    expect((await visitor.open(page)).link('Imprimir').href).toBe('?imprimir=1#imprimir');
    const printed = await visitor.open(`${page}?imprimir=1`);
    expect(printed.table(caption)).toHaveLength(5_000);
    expect(printed.text).toContain('aquí las 5000 más recientes; «Descargar mis datos» las tiene todas');
    expect(printed.offers('Solicitar corrección')).toBe(false);
  });

  test('make a file with all of them, within 3 s of a processor', async () => {
    const begun = process.cpuUsage();
    const { bytes } = await download(stage, visitor, file);
    const { user } = process.cpuUsage(begun);
    const { Historial } = JSON.parse(bytes.toString());
    expect(Historial.length).toBeGreaterThan(many);
    expect(Historial[0].Cambios.length).toBeGreaterThan(0);
    expect(user).toBeLessThan(3_000_000);
  });
});

async function addIncidents({ database }: Stage, { ruc, id, contactId }: CastUser, count: number): Promise<void> {
  const changes = JSON.stringify([{ field: 'contact.position', old: 'Analista', new: 'Rector' }]);
  await sql`insert into incidents (ruc, at, event, actor_name, subject_kind, subject_id, subject_name, changes, address, request_id)
    select ${ruc}, timestamptz '2022-04-01' + n * interval '1 second', 'contact.changed', 'adminquito',
           case when n % 2 = 0 then 'contact' else 'user' end, case when n % 2 = 0 then ${contactId}::bigint else ${id}::bigint end,
           'Persona Paz', ${changes}::jsonb, '127.0.0.1', 'many'
      from generate_series(1, ${count}::int) n`.execute(database.owner);
}
