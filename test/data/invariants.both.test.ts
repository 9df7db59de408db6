import { type RawBuilder, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { onStage } from '../support/stage/stage.ts';

type Sql = RawBuilder<unknown>;

const codes = { unique: '23505', check: '23514', missing: '23502', foreign: '23503', restricted: '23001' } as const;

// The rules that the database itself enforces (D2), tried as the owner of the tables.
onStage('The database', (stage) => {
  let database: Database;
  let ruc: string;

  beforeAll(() => {
    database = stage.database;
    ruc = stage.quito.ruc;
  });

  const contact = (values: Record<string, unknown>) =>
    insert('contacts', {
      ruc,
      creation_key: 'clave',
      paternal_surname: 'Prueba',
      first_name: 'Eva',
      document_type: 'Pasaporte',
      document_number: 'NUEVO1',
      active: true,
      position: 'Analista',
      delegated_from: '2022-01-01',
      birth_date: '1985-02-28',
      full_name: '',
      sort_key: '',
      search_key: '',
      created_at: '2022-01-01',
      ...values,
    });
  const user = (name: string, values: Record<string, unknown> = {}) =>
    insert('users', {
      ruc,
      creation_key: name,
      contact_id: stage.diana.contactId,
      name,
      name_folded: name.toLowerCase(),
      created_at: '2022-01-01',
      ...values,
    });
  const budget = (values: Record<string, unknown>) =>
    insert('budgets', { ruc, user_id: stage.diana.id, limit_amount: 1, active: true, ...values });
  const menu = (menu_code: string, user_id: number) =>
    insert('user_menus', { ruc, user_id, menu_code, granted_at: '2022-01-01' });
  const ofDiana = (change: Sql, table = 'users') =>
    sql`update ${sql.table(table)} set ${change} where ruc = ${ruc} and ${sql.ref(table === 'users' ? 'id' : 'user_id')} = ${stage.diana.id}`;

  const demoted = () => sql`update users set administrator = false where ruc = ${ruc} and administrator`;
  const promoted = sql`update users set administrator = true where name = 'delegado02'`;
  // The rule waits for the end of a transaction, which an attempt doesn't reach.
  const checked = sql`set constraints all immediate`;

  test.for<[rule: string, refused: () => Sql | Sql[], code: string, like?: () => Sql | Sql[]]>([
    ['two administrators in one RUC', () => user('segundo01', { administrator: true, active: true }), codes.unique],
    ['two administrators in one RUC by promotion', () => ofDiana(sql`administrator = true`), codes.unique],
    ['no administrator in a RUC at the end of a transaction', () => [demoted(), checked], codes.check, () => demoted()],
    [
      'a former administrator with the administrator’s menu',
      () => [demoted(), promoted, checked],
      codes.check,
      () => [sql`delete from user_menus where menu_code = 'ADMINISTRACION'`, demoted(), promoted, checked],
    ],
    ['the same user name twice in one RUC', () => user('Delegada01'), codes.unique, () => user('delegada99')],
    ['a folded user name with capitals', () => user('Otra0001', { name_folded: 'Otra0001' }), codes.check],
    [
      'the same creation key twice in one RUC',
      () => [user('nuevo001'), user('nuevo002', { creation_key: 'nuevo001' })],
      codes.unique,
    ],
    [
      'the same cédula twice in one RUC, even with another type of document',
      () => contact({ document_type: 'Cédula de Identidad', document_number: '1710034065' }),
      codes.unique,
      () => contact({ document_type: 'Pasaporte', document_number: '1710034065' }),
    ],
    [
      'the same passport twice in one RUC',
      () => contact({ document_number: 'AB12345' }),
      codes.unique,
      () => contact({ ruc: stage.cuenca.ruc, document_number: 'AB12345' }),
    ],
    [
      'Desde not after Hasta',
      () => contact({ delegated_from: '2022-04-02', delegated_until: '2022-04-01' }),
      codes.check,
      () => contact({ delegated_from: '2022-04-01', delegated_until: '2022-04-01' }),
    ],
    ['a contact without a birth date', () => contact({ birth_date: null }), codes.missing],
    ['an amount below 0', () => budget({ limit_amount: -0.01 }), codes.check, () => budget({ limit_amount: 0 })],
    [
      'a budget that is ACTIVO without an amount',
      () => budget({ limit_amount: null }),
      codes.check,
      () => budget({ limit_amount: null, active: false }),
    ],
    [
      'a typed temporary password without an end',
      () => ofDiana(sql`password_hash = null, temporary_hash = 'x'`),
      codes.check,
      () => ofDiana(sql`password_hash = null, temporary_hash = 'x', temporary_until = now()`),
    ],
    [
      'a mailed temporary password without an end',
      () => ofDiana(sql`mailed_seed = 'x'`),
      codes.check,
      () => ofDiana(sql`mailed_seed = 'x', mailed_until = now()`),
    ],
    ['two hashes of one user', () => ofDiana(sql`temporary_hash = 'x', temporary_until = now()`), codes.check],
    [
      'a RUC of other than 13 digits',
      () => insert('entities', { ruc: '17', name: 'x', created_at: '2022-01-01' }),
      codes.check,
    ],
    [
      'the loss of the compulsory menu',
      () => sql`delete from user_menus where user_id = ${stage.diana.id}`,
      codes.check,
    ],
    ['the exchange of the compulsory menu', () => ofDiana(sql`menu_code = 'PAC'`, 'user_menus'), codes.check],
    [
      'the administrator’s menu for a delegate',
      () => menu('ADMINISTRACION', stage.diana.id),
      codes.check,
      () => menu('PAC', stage.diana.id),
    ],
    [
      'the administrator’s menu for a delegate by exchange',
      () => sql`update user_menus set menu_code = 'ADMINISTRACION' where menu_code = 'CONSULTAS'`,
      codes.check,
    ],
    ['a user without a contact', () => user('huerfano1', { contact_id: 987_654_321 }), codes.foreign],
    [
      'the deletion of a contact with a user',
      () => sql`delete from contacts where id = ${stage.diana.contactId}`,
      codes.foreign,
      () => sql`delete from contacts where id = ${stage.futureContact}`,
    ],
  ])('refuses %s', async ([, refused, code, like]) => {
    expect(await attempt(refused())).toBe(code);
    // A similar, allowed statement shows that it is the rule that refuses.
    if (like) expect(await attempt(like())).toBe('done');
  });

  test('gives the compulsory menu to every new user, and the administrator’s own to the administrator', async () => {
    const held = await sql<{ user: string; menus: string }>`
      select u.name as user, string_agg(menu_code, ', ' order by menu_code) as menus
        from users u join user_menus m on m.ruc = u.ruc and m.user_id = u.id
       where u.ruc = ${ruc} group by 1 order by 1`.execute(database.owner);
    expect(held.rows).toEqual([
      { user: 'adminquito', menus: 'ADMINISTRACION, DATOS_GENERALES' },
      { user: 'delegada01', menus: 'CONSULTAS, DATOS_GENERALES, SUBASTA_INVERSA' },
      { user: 'delegada03', menus: 'DATOS_GENERALES' },
      { user: 'delegado02', menus: 'DATOS_GENERALES' },
    ]);
  });

  describe('does not let incidents be changed', () => {
    const ways = {
      update: sql`update incidents set actor_name = 'nadie'`,
      'an update without a change': sql`update incidents set at = at`,
      delete: sql`delete from incidents`,
      truncate: sql`truncate incidents`,
      'truncate cascade of the entities': sql`truncate entities cascade`,
    };

    test.for(Object.entries(ways))('by %s of the tables’ owner', async ([, way]) => {
      const before = await incidents();
      expect(before.length).toBeGreaterThan(5);
      expect(await attempt(way)).toBe(codes.restricted);
      expect(await incidents()).toEqual(before);
    });

    test.for(Object.entries(ways))('by %s of the scopes’ role', async ([, way]) => {
      const outcome = await database.inScope(ruc, (scope) => way.execute(scope)).catch((error) => error.code);
      expect(outcome).toBe('42501');
    });

    test('and lets new ones be added', async () => {
      const added = insert('incidents', {
        ruc,
        at: '2022-01-01',
        event: 'x',
        actor_name: 'x',
        subject_kind: 'user',
        subject_name: 'x',
        address: '',
        request_id: '',
      });
      expect(await attempt(added)).toBe('done');
    });
  });

  async function incidents(): Promise<unknown[]> {
    return (await sql`select * from incidents order by ruc, id`.execute(database.owner)).rows;
  }

  // Executes statements and rolls them back; gives 'done', or the code of the error.
  async function attempt(statements: Sql | Sql[]): Promise<string> {
    const undo = new Error('done');
    try {
      return await database.owner.transaction().execute(async (transaction) => {
        for (const statement of [statements].flat()) await statement.execute(transaction);
        throw undo;
      });
    } catch (error) {
      if (error === undo) return 'done';
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  }
});

function insert(table: string, values: Record<string, unknown>): Sql {
  const columns = sql.join(Object.keys(values).map((name) => sql.ref(name)));
  return sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(values))})`;
}
