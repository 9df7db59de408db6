import { sql } from 'kysely';
import type { Database } from '../../../src/data/database/database.ts';

/** Makes every statement of one kind fail on a table for the time of the work; gives the work's result. */
export async function failingOn<T>(
  { owner }: Database,
  statement: 'insert' | 'delete',
  table: string,
  work: () => Promise<T>,
): Promise<T> {
  await sql`create function fail() returns trigger language plpgsql
              as $$ begin raise exception 'broken'; end $$`.execute(owner);
  await sql`create trigger fail before ${sql.raw(statement)} on ${sql.table(table)}
              for each row execute function fail()`.execute(owner);
  try {
    return await work();
  } finally {
    await sql`drop function fail cascade`.execute(owner);
  }
}
