import { type Kysely, sql } from 'kysely';

/** An index for the history of one contact or user. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('create index incidents_by_subject on incidents (ruc, subject_kind, subject_id, id)').execute(db);
}
