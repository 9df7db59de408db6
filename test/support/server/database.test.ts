import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { checkRuntimeRole } from '../../../src/data/database/role-check.ts';
import { freshDatabase, freshEmbedded } from './database.ts';

describe('A fresh database', () => {
  test('on the server has the schema, an owner without privileges, and working policies', async () => {
    const database = await freshDatabase();
    const { rows } = await sql<{ super: boolean; bypass: boolean }>`
      select rolsuper as super, rolbypassrls as bypass from pg_roles where rolname = current_user`.execute(
      database.owner,
    );
    expect(rows).toEqual([{ super: false, bypass: false }]);
    expect(await checkRuntimeRole(database)).toBeNull();
    await database.close();
  });

  test('that is embedded has the schema, and shares no rows with another', async () => {
    const [one, other] = [await freshEmbedded(), await freshEmbedded()];
    await sql`insert into entities values ('1769999930001', 'Una', false, now())`.execute(one.owner);
    expect(await other.owner.selectFrom('entities').selectAll().execute()).toEqual([]);
    expect(await checkRuntimeRole(one)).toBeNull();
    await Promise.all([one.close(), other.close()]);
  });
});
