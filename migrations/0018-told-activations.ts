import { type Kysely, sql } from 'kysely';

/** A way to the latest notice of a user's activation, of which an activation asks. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create index mails_told_activations on mails (ruc, user_id) where kind = 'user-activated'`)
    .execute(db);
}
