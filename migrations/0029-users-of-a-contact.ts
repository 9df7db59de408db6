import { type Kysely, sql } from 'kysely';

/**
 * Puts the numbers of the users beside the keys of the index by contact. Without them the planner took the index by
 * name, which has them, and read all users of a large entity to find those of one contact.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop index users_by_contact').execute(db);
  await sql.raw('create index users_by_contact on users (ruc, contact_id) include (id)').execute(db);
}
