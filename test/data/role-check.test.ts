import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Database, migrate } from '../../src/data/database/database.ts';
import { checkRuntimeRole } from '../../src/data/database/role-check.ts';
import { openServer } from '../../src/data/database/server.ts';
import { execute, type PostgresServer, startPostgres } from '../support/server/postgres.ts';

// Roles belong to a whole server, so these tests start another one.
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.end());

// Takes back the grant of the migration.
const revoked = 'revoke soce_app from soce_owner granted by soce_owner';
const granted = 'grant soce_app to soce_owner granted by soce_owner';

let databases = 0;

/** Creates a database of a role and opens it. */
async function databaseOf(role: string, url = (name: string) => server.ownerUrl(name)): Promise<Database> {
  databases += 1;
  const name = `soce_${databases}`;
  await server.asAdmin(`create database ${name} owner ${role}`);
  return openServer(url(name));
}

describe('The check of the role that separates the entities fails for a role that', () => {
  let database: Database;
  beforeAll(async () => {
    database = await databaseOf(server.owner);
    await migrate(database);
  });
  afterAll(() => database?.close());
  afterEach(async () => expect(await checkRuntimeRole(database)).toBeNull());

  test.for<[fault: string, spoil: string, mend: string, sentence: RegExp]>([
    ['is a superuser', 'alter role soce_app superuser', 'alter role soce_app nosuperuser', /soce_app es superusuario/],
    [
      'may bypass policies',
      'alter role soce_app bypassrls',
      'alter role soce_app nobypassrls',
      /soce_app tiene BYPASSRLS/,
    ],
    [
      'owns a table',
      'alter table users owner to soce_app',
      'alter table users owner to soce_owner',
      /soce_app es dueño de la tabla users/,
    ],
    [
      'may act as the owner of the tables',
      'create role keeper; grant keeper to soce_app; alter table contacts owner to keeper',
      'alter table contacts owner to soce_owner; drop role keeper',
      /soce_app es dueño de la tabla contacts/,
    ],
    [
      'finds a table without row-level security',
      'alter table sessions disable row level security',
      'alter table sessions enable row level security',
      /la tabla sessions no tiene su política por RUC/,
    ],
    [
      'finds a table without its policy',
      'alter policy entity_only on budgets rename to away; alter policy away on budgets to postgres',
      'alter policy away on budgets to soce_app; alter policy away on budgets rename to entity_only',
      /la tabla budgets no tiene su política por RUC/,
    ],
    [
      'finds a table that anybody may write',
      'alter policy entity_only on contacts with check (true)',
      "alter policy entity_only on contacts with check (ruc = (select current_setting('soce.ruc', true)))",
      /la tabla contacts no tiene su política por RUC/,
    ],
    [
      'finds an additional policy that allows everything',
      'create policy wide on contacts for select to public using (true)',
      'drop policy wide on contacts',
      /la tabla contacts no tiene su política por RUC/,
    ],
    [
      'finds a new table without a policy',
      'create table branches (ruc text, id bigint, primary key (ruc, id))',
      'drop table branches',
      /la tabla branches no tiene su política por RUC/,
    ],
    ['can’t be switched to', revoked, granted, /no puede cambiar al rol soce_app/],
  ])('%s', async ([, spoil, mend, sentence]) => {
    await inDatabase(spoil);
    const starting = openServer(server.ownerUrl('soce_1'));
    const outcome = await checkRuntimeRole(starting).catch((error: Error) => error);
    await starting.close();
    await inDatabase(mend);
    expect(outcome).toBeInstanceOf(Error);
    expect((outcome as Error).message).toMatch(sentence);
    expect((outcome as Error).message).toMatch(/\.$/);
  });

  test('is missing', async () => {
    await server.asAdmin('alter role soce_app rename to soce_away');
    const outcome = await checkRuntimeRole(database).catch((error: Error) => error);
    await server.asAdmin('alter role soce_away rename to soce_app');
    expect((outcome as Error).message).toBe('Falta el rol soce_app: ejecute «npm run soce -- migrate».');
  });

  test('is taken back from the owner, whose new connections then read nothing, until it is granted again', async () => {
    const starting = openServer(server.ownerUrl('soce_1'));
    const read = () =>
      starting.readInScope('1769999930001', database.owner.selectFrom('contacts').select('id').compile());
    const work = () =>
      starting.inScope('1769999930001', (scope) => scope.selectFrom('contacts').select('id').execute());
    await inDatabase(revoked);
    for (const ask of [read, work]) await expect(ask()).rejects.toMatchObject({ code: '42501' });
    await inDatabase(granted);
    for (const ask of [read, work, read, work]) expect(await ask()).toEqual([]);
    await starting.close();
  });

  test('is left by a scope whose begin is lost: it sees and writes nothing', async () => {
    const entity = { ruc: '1769999930001', name: 'Municipio de Prueba', created_at: new Date() };
    await database.owner.insertInto('entities').values(entity).execute();
    const lost = database.inScope(entity.ruc, async (scope) => {
      expect(await scope.selectFrom('entities').select('ruc').execute()).toHaveLength(1);
      await sql`rollback`.execute(scope);
      const seen = await scope.selectFrom('entities').select('ruc').execute();
      const written = await scope
        .updateTable('entities')
        .set({ suspended: true })
        .returning('ruc')
        .execute()
        .catch((error: { code: string }) => error.code);
      return { seen, written };
    });
    expect(await lost).toEqual({ seen: [], written: '42501' });
  });

  async function inDatabase(statement: string): Promise<void> {
    await execute(server.adminUrl('soce_1'), [statement]);
  }
});

describe('Migration and check succeed', () => {
  const open: Database[] = [];
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });

  test('for a superuser, with a warning', async () => {
    const database = await databaseOf('postgres', (name) => server.adminUrl(name));
    open.push(database);
    await migrate(database);
    expect(await checkRuntimeRole(database)).toMatch(/DATABASE_URL is a superuser/);
    await holds(database);
  });

  test('for a role that owns its database and may create roles, the first on the server', async () => {
    const fresh = await startPostgres();
    await fresh.asAdmin(`create database soce owner ${fresh.owner}`);
    const database = openServer(fresh.ownerUrl('soce'));
    await migrate(database);
    expect(await checkRuntimeRole(database)).toBeNull();
    await holds(database);
    await database.close();
    await fresh.end();
  });

  test('for a role that may create roles and finds soce_app made by another', async () => {
    await server.asAdmin("create role second login createrole password 'secret'", 'grant soce_app to second');
    const database = await databaseOf('second', (name) => as('second', name));
    open.push(database);
    await migrate(database);
    expect(await checkRuntimeRole(database)).toBeNull();
    await holds(database);
  });

  test('for a role that may create none and finds soce_app granted to it', async () => {
    await server.asAdmin("create role plain login password 'secret'", 'grant soce_app to plain');
    const database = await databaseOf('plain', (name) => as('plain', name));
    open.push(database);
    await migrate(database);
    expect(await checkRuntimeRole(database)).toBeNull();
    await holds(database);
  });

  function as(role: string, name: string): string {
    const url = new URL(server.ownerUrl(name));
    [url.username, url.password] = [role, 'secret'];
    return url.href;
  }

  // Checks that the policies apply, instead of the rights of the owner or a superuser.
  async function holds(database: Database): Promise<void> {
    await sql`insert into entities values ('1769999930001', 'x', false, now()), ('0969999920001', 'y', false, now())`.execute(
      database.owner,
    );
    const seen = await database.inScope('1769999930001', (scope) =>
      scope.selectFrom('entities').select('ruc').execute(),
    );
    expect(seen).toEqual([{ ruc: '1769999930001' }]);
  }
});
