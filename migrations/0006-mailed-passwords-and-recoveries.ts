import { type Kysely, sql } from 'kysely';

/** Mails with a seed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Of a mail with a temporary password: what the password is derived from, together with the server key.
  'alter table mails rename column request_id to seed',
  'alter table mails rename constraint mails_request to mails_seed',
  `update mails set details = jsonb_build_object('letter', details) where kind = 'recovery'`,
];
