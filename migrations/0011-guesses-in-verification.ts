import { type Kysely, sql } from 'kysely';

/**
 * Counts the failures of an account whose password is still being verified, so that a right sign-in at another process
 * waits for their result.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table sign_in_failures add column unverified integer not null default 0').execute(db);
}
