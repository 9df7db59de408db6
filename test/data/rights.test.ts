import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { rights } from '../../src/data/database/rights.ts';
import { freshDatabase } from '../support/server/database.ts';

test('The rights that a restore gives back are those that the migrations grant', async () => {
  const database = await freshDatabase();
  const { rows } = await sql<{ name: string; verbs: string[] }>`
    select table_name as name, array_agg(lower(privilege_type)::text) as verbs
      from information_schema.role_table_grants
     where grantee = 'soce_app' and table_schema = 'public' group by 1`.execute(database.owner);
  await database.close();
  const granted = Object.fromEntries(rows.map(({ name, verbs }) => [name, verbs.sort()]));
  const named = Object.entries(rights).map(([name, verbs]) => [name, verbs.split(', ').sort()] as const);
  expect(Object.fromEntries(named)).toEqual(granted);
});
