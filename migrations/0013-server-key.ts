import { type Kysely, sql } from 'kysely';

/** The fingerprint of the server key, so that a process with another key is refused. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table server_key (
         id integer primary key default 1 check (id = 1),
         fingerprint text not null,
         since timestamptz not null
       )`,
    )
    .execute(db);
}
