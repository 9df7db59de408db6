import { type Kysely, sql } from 'kysely';

/** Lets a scope open a session, so that a changed password and the session that it gives are one transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('grant insert on sessions to soce_app').execute(db);
}
