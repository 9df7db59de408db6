import { type Kysely, sql } from 'kysely';

/** Activations whose notice waits until the person gets in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table users add column activation_due boolean not null default false').execute(db);
  // Few users wait, and the sweep asks for them alone.
  await sql.raw('create index users_activation_due on users (ruc, id) where activation_due').execute(db);
}
