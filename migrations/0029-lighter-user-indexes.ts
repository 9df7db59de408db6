import { type Kysely, sql } from 'kysely';

/**
 * Puts the numbers of the users beside the keys of the index by contact. Without them the planner took the index by
 * name, which has them, and read all users of a large entity to find those of one contact. Drops the index of the
 * activations whose notice is due: the sweep may read the table every ten minutes, but a flag in an index made each
 * press that moves it write to all eight indexes of users.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'drop index users_by_contact',
  'create index users_by_contact on users (ruc, contact_id) include (id)',
  'drop index users_activation_due',
];
