import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { migrate } from '../../src/data/database/database.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';

const ruc = '1769999930001';

describe('Migrating a filled database to flat lists', () => {
  let database: FreshDatabase;

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    const { owner } = database;
    const migrator = new Migrator({ db: owner, provider: { getMigrations: async () => migrations } });
    await migrator.migrateTo('0007-incident-codes');
    await sql`insert into entities (ruc, name, created_at) values (${ruc}, 'Municipio', now())`.execute(owner);
    await sql`insert into contacts (ruc, creation_key, paternal_surname, first_name, document_type, document_number,
        active, position, delegated_from, birth_date, full_name, sort_key, search_key, created_at)
      values (${ruc}, 'x', 'Ñacato', 'Eva', 'Pasaporte', 'AB1', true, 'Analista', '2020-01-01', '1985-02-28',
        'Ñacato Eva', 'n~acato eva', 'nacato eva ab1', now())`.execute(owner);
    await sql`insert into users (ruc, creation_key, contact_id, name, name_folded, created_at)
      select ruc, 'x', id, 'Eva00001', 'eva00001', now() from contacts`.execute(owner);
    await migrate(database);
  });
  afterAll(() => database?.close());

  test('gives users the keys of their contacts', async () => {
    expect(await keys()).toEqual([{ contact_sort_key: 'n~acato eva', search_key: 'nacato eva ab1 eva00001' }]);
  });

  test('keeps the keys of users up to date', async () => {
    await sql`update contacts set sort_key = 'oa eva', search_key = 'oa eva ab2'`.execute(database.owner);
    expect(await keys()).toEqual([{ contact_sort_key: 'oa eva', search_key: 'oa eva ab2 eva00001' }]);
    await sql`update users set name = 'Eva00002', name_folded = 'eva00002'`.execute(database.owner);
    expect(await keys()).toEqual([{ contact_sort_key: 'oa eva', search_key: 'oa eva ab2 eva00002' }]);
  });

  function keys() {
    return database.owner.selectFrom('users').select(['contact_sort_key', 'search_key']).execute();
  }
});
