import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, migrate } from '../../src/data/database/database.ts';
import { openEmbedded } from '../../src/data/database/embedded.ts';
import { loadDemonstration } from '../../src/data/demo/load.ts';
import { readAccessReport } from '../../src/data/records/access-report.ts';
import { reportTotals } from '../../src/domain/access-report.ts';
import { addDays, civilDate } from '../../src/domain/civil-date.ts';
import { delegationState, endsSoon } from '../../src/domain/delegation.ts';

const now = new Date();
const today = civilDate(now);
const ruc = '1769999930001';
let database: Database;

beforeAll(async () => {
  database = await openEmbedded();
  await migrate(database);
  await loadDemonstration(database, now);
}, 60_000);
afterAll(() => database.close());

describe('The demonstration data', () => {
  test('are two entities with the administrators that the README names', async () => {
    const administrators = await database.owner
      .selectFrom('users')
      .innerJoin('contacts', (on) => on.onRef('contacts.ruc', '=', 'users.ruc').onRef('contacts.id', '=', 'contact_id'))
      .innerJoin('entities', 'entities.ruc', 'users.ruc')
      .select(['users.ruc', 'entities.name', 'users.name as user', 'birth_date', 'email'])
      .where('administrator', '=', true)
      .orderBy('users.id')
      .execute();
    expect(administrators.map((row) => Object.values(row).join(' | '))).toEqual([
      '1769999930001 | Entidad de Demostración | admindemo | 1980-05-17 | admin@demo.example',
      '0969999920001 | Municipio de Ejemplo | adminejemplo | 1975-11-03 | admin@ejemplo.example',
    ]);
  });

  test('have contacts in every state of a delegation', async () => {
    const rows = await database.owner.selectFrom('contacts').selectAll().where('ruc', '=', ruc).execute();
    const contacts = rows.map((row) => ({ ...row, from: row.delegated_from, until: row.delegated_until }));
    expect(contacts.length).toBeGreaterThanOrEqual(25);
    const active = contacts.filter((contact) => contact.active);
    const states = active.map((contact) => delegationState(contact, today));
    expect(states).toEqual(expect.arrayContaining(['pending', 'current', 'ended']));
    expect(active.filter((contact) => endsSoon(contact, today)).length).toBeGreaterThan(2);
    expect(contacts.some((contact) => !contact.active)).toBe(true);
    expect(contacts.some((contact) => contact.email === '')).toBe(true);
    expect(contacts.filter((contact) => contact.document_kind === 'passport')).toHaveLength(1);
    expect(contacts.every((contact) => civilDate(contact.created_at) >= addDays(today, -400))).toBe(true);
  });

  test('have users active, inactive, never signed in, with and without a budget', async () => {
    const users = await database.owner
      .selectFrom('users')
      .leftJoin('budgets', (on) => on.onRef('budgets.ruc', '=', 'users.ruc').onRef('user_id', '=', 'users.id'))
      .select(['users.active', 'first_activated_at', 'last_access_at', 'budgets.active as budget'])
      .where('users.ruc', '=', ruc)
      .execute();
    expect(users.length).toBeGreaterThanOrEqual(12);
    expect(users.some((user) => !user.active && user.first_activated_at)).toBe(true);
    expect(users.some((user) => !user.active && !user.first_activated_at)).toBe(true);
    expect(users.some((user) => user.active && !user.last_access_at)).toBe(true);
    expect(new Set(users.map((user) => user.budget))).toEqual(new Set([null, true, false]));
  });

  test('have an active user of an ended delegation whom the operator could make the administrator', async () => {
    const ended = await database.owner
      .selectFrom('users as u')
      .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
      .select('u.name')
      .where('c.ruc', '=', ruc)
      .where('u.active', '=', true)
      .where('c.active', '=', true)
      .where('c.delegated_until', '<', today)
      .where('c.email', '<>', '')
      .execute();
    expect(ended).toEqual([{ name: 'fiscaliza01' }]);
  });

  test('give delegado01 three menus', async () => {
    const menus = await database.owner
      .selectFrom('user_menus')
      .innerJoin('users', (on) => on.onRef('users.ruc', '=', 'user_menus.ruc').onRef('users.id', '=', 'user_id'))
      .select('menu_code')
      .where('users.name', '=', 'delegado01')
      .orderBy('menu_code')
      .execute();
    expect(menus.map((menu) => menu.menu_code)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'SUBASTA_INVERSA']);
  });

  test('have two templates, one of which a user holds exactly', async () => {
    const { rows } = await sql<{ name: string; users: number }>`
      select t.name, (select count(*)::int from users u where u.ruc = t.ruc and array(
               select menu_code from user_menus m where m.ruc = u.ruc and m.user_id = u.id and menu_code <> 'DATOS_GENERALES'
                order by 1) = array(select menu_code from template_menus m where m.ruc = t.ruc and m.template_id = t.id order by 1)
             ) as users from profile_templates t where t.ruc = ${ruc} order by t.id`.execute(database.owner);
    expect(rows).toEqual([
      { name: 'Consulta y reportes', users: expect.any(Number) },
      { name: 'Compras públicas', users: expect.any(Number) },
    ]);
    expect(rows[0]?.users).toBeGreaterThan(0);
  });

  test('have a handover, whose act names both persons and the user that it added', async () => {
    const handovers = await database.owner.selectFrom('handovers').select(['ruc', 'record']).execute();
    expect(handovers).toMatchObject([
      {
        ruc,
        record: {
          kind: 'delegation',
          outgoing: { name: 'Espín Lema Segundo Manuel', users: [{ name: 'fiscaliza01' }] },
          successor: { name: 'Villacís Wong Lorena', users: [{ name: 'fiscaliza02' }] },
          lastDay: addDays(today, -10),
          firstDay: addDays(today, -9),
        },
      },
    ]);
  });

  test('have incidents in order of time, none of them in the future', async () => {
    const incidents = await database.owner
      .selectFrom('incidents')
      .select(['at', 'event'])
      .where('ruc', '=', ruc)
      .orderBy('id')
      .execute();
    const times = incidents.map((incident) => incident.at.getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.at(-1)).toBeLessThan(now.getTime());
    expect(new Set(incidents.map((incident) => incident.event)).size).toBeGreaterThanOrEqual(7);
  });

  test('have a history, so that the reports of past days differ from today’s and from each other', async () => {
    const days = [-390, -200, -140, -120, -60, -15].map((days) => addDays(today, days));
    const reports = await Promise.all(
      days.map((day) => database.inScope(ruc, (scope) => readAccessReport(scope, ruc, day))),
    );
    const ofUser = (name: string) =>
      reports.map((report) => {
        const line = report?.lines.find(({ userName }) => userName === name);
        return line && [line.position, line.hindrances.length === 0, line.menus.length, line.limit].join(' ');
      });
    expect(new Set(reports.map((report) => JSON.stringify(report?.lines))).size).toBe(days.length);
    expect(ofUser('delegado01')).toEqual([
      undefined,
      'Asistente true 3 50000.00',
      'Asistente false 3 50000.00',
      'Asistente true 3 50000.00',
      ...Array(2).fill('Delegado true 3 150000.00'),
    ]);
    expect(ofUser('compras01').map((line) => line?.split(' ').slice(-2).join(' '))).toEqual([
      '5 500000.00',
      '5 500000.00',
      '8 3450000.00',
      '8 3450000.00',
      ...Array(2).fill('10 3450000.00'),
    ]);
  });

  test('have an entity that was suspended for some days', async () => {
    const other = '0969999920001';
    const admitted = [-102, -100, -97].map(async (days) => {
      const report = await database.inScope(other, (scope) => readAccessReport(scope, other, addDays(today, days)));
      return report && reportTotals(report).admitted;
    });
    expect(await Promise.all(admitted)).toEqual([2, 0, 2]);
  });

  test('send no mail, neither now nor once somebody gets in', async () => {
    expect(await database.owner.selectFrom('mails').selectAll().execute()).toEqual([]);
    expect(
      await database.owner.selectFrom('users').select('name').where('activation_due', '=', true).execute(),
    ).toEqual([]);
  });

  test('are not added to a database that has an entity', async () => {
    await expect(loadDemonstration(database, now)).rejects.toThrow('La base de datos ya tiene entidades');
  });
});
