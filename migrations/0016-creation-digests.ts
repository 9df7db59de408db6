import { type Kysely, sql } from 'kysely';

/** What the form that added a contact or a user contained, as a keyed digest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['contacts', 'users']) {
    // Null where an earlier version added the record, and where no form did.
    await sql.raw(`alter table ${table} add column creation_digest text`).execute(db);
  }
}
