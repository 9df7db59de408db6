import { beforeAll, expect, test } from 'vitest';
import { sessionLife } from '../../src/data/records/session.ts';
import { contactLabels } from '../../src/domain/contact.ts';
import { badQueries } from '../support/bad-input/bad-requests.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { saveContact, visiting } from '../support/stage/administration.ts';
import { type CastUser, grant, newcomer, scopeOf, secondUser, someone } from '../support/stage/cast.ts';
import { dossier, dossierFile, dossierHistory } from '../support/stage/dossier.ts';
import { download } from '../support/stage/downloads.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

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
    expect([visitor.page.url.pathname, visitor.page.h1, visitor.page.status]).toEqual([dossier, 'Mis datos', 200]);
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
    const [newest, ...others] = visitor.page.table(dossierHistory);
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
    const { html } = await visitor.open(dossier);
    const { bytes } = await download(stage, visitor, dossierFile);
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
    const { html } = await visitor.open(dossier);
    const { bytes } = await download(stage, visitor, dossierFile);
    for (const secret of [...texts, visitor.cookies.get('soce') ?? 'none']) {
      expect(html).not.toContain(secret);
      expect(bytes.toString()).not.toContain(secret);
    }
  });

  test('can’t be reached with a temporary password', async () => {
    const beginner = stage.visitor();
    await signIn(beginner, await someone(stage, { state: 'temporary' }));
    for (const path of [dossier, dossierFile]) {
      expect((await beginner.open(path)).url.pathname).toBe('/datos-generales/contrasena');
    }
  });

  test('shows the administrator the own data, with the way to correct them', async () => {
    const administrator = await visiting(stage, stage.quito.administrator, dossier);
    expect(administrator.page.text).toContain('Apellido Paterno Salgado');
    expect(administrator.page.text).toContain('Función Administrador de la entidad');
    expect(administrator.page.text).toContain('Aún no hay incidencias.');
    expect(administrator.page.link('Corregir mi contacto').href).toBe(
      `/administracion/contactos/${stage.quito.administrator.contactId}`,
    );
    expect(administrator.page.offers('Solicitar corrección')).toBe(false);
    const refused = await administrator.post(dossier, { _token: administrator.token, text: 'Algo' });
    expect([refused.status, refused.errors]).toEqual([
      422,
      ['Usted es el administrador: corrija sus datos en su contacto.'],
    ]);
  });

  test('takes nonsense in the address for nothing', async () => {
    const names = ['buscar', 'orden', 'sentido', 'filas', 'pagina', 'ver', 'que', 'desde', 'usuario', 'contacto'];
    const before = visitor.page.table(dossierHistory).length;
    for (const [what, value] of badQueries.filter(([, { length }]) => length < 100)) {
      const query = names.map((name) => `${name}=${value.replaceAll('{}', name)}`).join('&');
      const shown = await visitor.get(`${dossier}?${query}`);
      expect([what, shown.status]).toEqual([what, 200]);
      expect(shown.table(dossierHistory).length).toBeGreaterThanOrEqual(before);
    }
  });

  test('says which session has run out but is still held', async () => {
    const user = await someone(stage);
    const first = await stage.signedIn(user);
    await first.open('/inicio');
    stage.clock.advance(sessionLife.idle + 1);
    const second = await stage.signedIn(user);
    const browsers = (await second.open(dossier))
      .table(`Sesiones de ${user.userName}`)
      .map(({ Navegador }) => Navegador);
    expect(browsers).toEqual(['Desconocido Esta sesión', 'Desconocido terminada']);
  });
});
