import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { type Database, migrate } from '../../src/data/database/database.ts';
import { readAccessReport } from '../../src/data/records/access-report.ts';
import { freshDatabase } from '../support/server/database.ts';
import { stateInIncidents, stateInTables } from '../support/stage/replay.ts';

const ruc = '1769999930001';
const end = new Date('2026-12-31T00:00:00Z');

/** An incident as it was stored before: event, number of its subject, and changes by Spanish labels. */
type Old = [event: string, kind: string, subject: number | null, changes: [string, string | null, string | null][]];

// Contacts: 1 the administrator's, 2 a delegate's, 3 one that was deleted. Users: 1 the administrator, 2 the delegate.
const history: Old[] = [
  [
    'entity.created',
    'entity',
    null,
    [
      ['Administrador', null, 'adminviejo'],
      ['Contacto', null, 'Salgado Amparo'],
    ],
  ],
  [
    'contact.created',
    'contact',
    2,
    [
      ['Apellido Paterno', null, 'Brito'],
      ['Primer Nombre', null, 'Bruno'],
      ['Tipo de Documento', null, 'Pasaporte'],
      ['Número Identificación', null, 'BB12345'],
      ['Fecha de Nacimiento', null, '1985-02-28'],
      ['Estado', null, 'ACTIVO'],
      ['Cargo', null, 'Analista'],
      ['Desde', null, '2022-01-01'],
    ],
  ],
  [
    'contact.changed',
    'contact',
    1,
    [
      ['Cargo', 'Alcalde', 'Director'],
      ['Correo Electrónico', null, 'a@b.example'],
    ],
  ],
  [
    'contact.changed',
    'contact',
    2,
    [
      ['Estado', 'ACTIVO', 'INACTIVO'],
      ['Hasta', null, '2022-12-31'],
    ],
  ],
  [
    'contact.created',
    'contact',
    3,
    [
      ['Apellido Paterno', null, 'Mora'],
      ['Estado', null, 'ACTIVO'],
    ],
  ],
  [
    'contact.deleted',
    'contact',
    3,
    [
      ['Apellido Paterno', 'Mora', null],
      ['Estado', 'ACTIVO', null],
    ],
  ],
  [
    'user.created',
    'user',
    2,
    [
      ['Usuario', null, 'delegado02'],
      ['Nombre', null, 'Brito Bruno'],
      ['Estado', null, 'INACTIVO'],
    ],
  ],
  ['user.activated', 'user', 2, [['Estado', 'INACTIVO', 'ACTIVO']]],
  [
    'profile.changed',
    'user',
    2,
    [
      ['Menú agregado', null, 'ENTIDAD-REPORTES'],
      ['Menú quitado', 'ENTIDAD-CONSULTAS', null],
    ],
  ],
  [
    'budget.changed',
    'user',
    2,
    [
      ['Monto Límite (USD)', null, 'USD 3,450,000.50'],
      ['Estado', null, 'ACTIVO'],
    ],
  ],
  ['budget.changed', 'user', 2, [['Estado', 'ACTIVO', 'INACTIVO']]],
  ['entity.suspended', 'entity', null, [['Estado', 'ACTIVA', 'SUSPENDIDA']]],
  ['entity.resumed', 'entity', null, [['Estado', 'SUSPENDIDA', 'ACTIVA']]],
  ['password.reset', 'user', 2, [['Contraseña temporal enviada a', null, 'b…o@prueba.example']]],
  [
    'sign-in.refused',
    'user',
    2,
    [
      ['Intentos fallidos seguidos', null, '5'],
      ['Dirección', null, '10.0.0.1'],
    ],
  ],
  [
    'session.ended',
    'user',
    2,
    [
      ['Sesiones abiertas', '2', '1'],
      ['Sesión', 'Firefox 128 en Windows, desde 2022-04-06 15:53', 'cerrada'],
    ],
  ],
  [
    'recovery.reported',
    'user',
    1,
    [
      ['Estado', 'ACTIVO', 'INACTIVO'],
      ['Dentro de las 24 horas de la solicitud', null, 'No'],
    ],
  ],
];

describe('Incidents that were stored in Spanish words', () => {
  let database: Database;

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    const provider = { getMigrations: async () => migrations };
    const migrator = new Migrator({ db: database.owner, provider });
    const { error } = await migrator.migrateTo('0006-mailed-passwords-and-recoveries');
    if (error) throw error;
    await fill(database);
    await migrate(database);
  });
  afterAll(() => database?.close());

  test('are codes and raw values after the migration', async () => {
    const changed = await changesOf('contact.changed', 'budget.changed', 'sign-in.refused', 'session.ended');
    expect(changed).toEqual([
      [
        { field: 'contact.position', old: 'Alcalde', new: 'Director' },
        { field: 'contact.email', old: null, new: 'a@b.example' },
      ],
      [
        { field: 'contact.active', old: true, new: false },
        { field: 'contact.until', old: null, new: '2022-12-31' },
      ],
      [
        { field: 'budget.limit', old: null, new: '3450000.50' },
        { field: 'budget.active', old: null, new: true },
      ],
      [{ field: 'budget.active', old: true, new: false }],
      [
        { field: 'sign-in.failures', old: null, new: 5 },
        { field: 'request.address', old: null, new: '10.0.0.1' },
      ],
      [
        { field: 'session.count', old: 2, new: 1 },
        {
          field: 'session.ended',
          old: { browser: 'Firefox 128 en Windows', since: '2022-04-06T20:53:00.000Z' },
          new: null,
        },
      ],
    ]);
    expect(await changesOf('profile.changed', 'entity.suspended', 'password.reset', 'recovery.reported')).toEqual([
      [
        { field: 'user.menu', old: null, new: 'REPORTES' },
        { field: 'user.menu', old: 'CONSULTAS', new: null },
      ],
      [{ field: 'entity.suspended', old: false, new: true }],
      [{ field: 'password.sentTo', old: null, new: 'b…o@prueba.example' }],
      [
        { field: 'user.active', old: true, new: false },
        { field: 'recovery.reportedInTime', old: null, new: false },
      ],
    ]);
  });

  test('contain no label of a form any more', async () => {
    const { rows } = await sql<{ field: string }>`
      select distinct change ->> 'field' as field from incidents, jsonb_array_elements(changes) as change`.execute(
      database.owner,
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ field }) => !/^[a-z-]+\.[a-zA-Z]+$/.test(field))).toEqual([]);
  });

  test('give by replay the values in the tables', async () => {
    const state = await stateInIncidents(database, ruc, end);
    expect(state).toEqual(await stateInTables(database, ruc));
    expect(Object.keys(state.contacts)).toEqual(['1', '2']);
    expect(state.users[2]?.menus).toEqual(['DATOS_GENERALES', 'PAC', 'REPORTES']);
  });

  test('give the report of who had access on a day', async () => {
    const report = await database.inScope(ruc, (scope) => readAccessReport(scope, ruc, '2026-12-30'));
    const told = report?.lines.map(({ userName, contactName, position, hindrances, menus, limit }) => {
      return [userName, contactName, position, hindrances.map(({ kind }) => kind), menus, limit];
    });
    expect(told).toEqual([
      ['adminviejo', 'Salgado Amparo', 'Director', ['user-inactive'], ['ADMINISTRACION', 'DATOS_GENERALES'], null],
      [
        'delegado02',
        'Brito Bruno',
        'Analista',
        ['contact-inactive', 'ended'],
        ['DATOS_GENERALES', 'PAC', 'REPORTES'],
        null,
      ],
    ]);
  });

  test('include the delegate’s earliest menus, which had no incident', async () => {
    const state = await stateInIncidents(database, ruc, new Date('2022-01-01T00:07:30Z'));
    expect(state.users[2]).toMatchObject({
      fields: { 'user.active': true, 'user.contactId': 2 },
      menus: ['CONSULTAS', 'DATOS_GENERALES', 'PAC'],
    });
    expect(state.contacts[1]).toMatchObject({ 'contact.position': 'Director', 'contact.email': 'a@b.example' });
  });

  test('can’t be changed after the migration', async () => {
    await expect(sql`update incidents set changes = '[]'`.execute(database.owner)).rejects.toThrow(/append-only/);
  });

  async function changesOf(...events: string[]): Promise<unknown[]> {
    const rows = await database.owner
      .selectFrom('incidents')
      .select('changes')
      .where(sql<boolean>`event = any(${events})`)
      .orderBy('id')
      .execute();
    return rows.map(({ changes }) => changes);
  }
});

// Fills the tables as after the history, with two more menus of the delegate that have no incident.
async function fill({ owner }: Database): Promise<void> {
  await sql`insert into entities (ruc, name, created_at) values (${ruc}, 'Vieja', '2022-01-01')`.execute(owner);
  await sql`insert into contacts (ruc, creation_key, paternal_surname, first_name, document_type, document_number, email,
      active, position, delegated_from, delegated_until, birth_date, full_name, sort_key, search_key, created_at)
    values (${ruc}, 'a', 'Salgado', 'Amparo', 'Pasaporte', 'AA12345', 'a@b.example', true, 'Director', '2020-01-01',
            null, '1980-05-17', 'Salgado Amparo', '', '', '2022-01-01'),
           (${ruc}, 'b', 'Brito', 'Bruno', 'Pasaporte', 'BB12345', '', false, 'Analista', '2022-01-01',
            '2022-12-31', '1985-02-28', 'Brito Bruno', '', '', '2022-01-01')`.execute(owner);
  await sql`insert into users (ruc, creation_key, contact_id, name, name_folded, administrator, active, created_at)
    values (${ruc}, 'a', 1, 'adminviejo', 'adminviejo', true, false, '2022-01-01'),
           (${ruc}, 'b', 2, 'delegado02', 'delegado02', false, true, '2022-01-01')`.execute(owner);
  await sql`insert into user_menus (ruc, user_id, menu_code, granted_at)
    values (${ruc}, 2, 'REPORTES', '2022-01-01'), (${ruc}, 2, 'PAC', '2022-01-01')`.execute(owner);
  await sql`insert into budgets (ruc, user_id, limit_amount, active) values (${ruc}, 2, 3450000.50, false)`.execute(
    owner,
  );
  for (const [minute, [event, kind, subject, changes]] of history.entries()) {
    const stored = changes.map(([field, before, after]) => ({ field, old: before, new: after }));
    await sql`insert into incidents (ruc, at, event, actor_name, subject_kind, subject_id, subject_name, changes, address, request_id)
      values (${ruc}, ${new Date(Date.UTC(2022, 0, 1, 0, minute))}, ${event}, 'alguien', ${kind}, ${subject}, '',
              ${JSON.stringify(stored)}, '', '')`.execute(owner);
  }
}
