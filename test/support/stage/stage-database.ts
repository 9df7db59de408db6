import { sql } from 'kysely';
import { inject } from 'vitest';
import { type Database, migrate } from '../../../src/data/database/database.ts';
import { freshDatabase, freshEmbedded } from '../server/database.ts';

let embedded: Promise<Database> | undefined;

/** Opens a migrated database without data: on the run's server, or in the embedded project on the embedded one. */
export function stageDatabase(): Promise<Database> {
  return inject('stageOn') === 'embedded' ? emptiedEmbedded() : freshDatabase();
}

// Opening an embedded database takes seconds, so all stages of a worker share one, one after the other, each with a
// schema of its own. It stays open until the worker ends.
async function emptiedEmbedded(): Promise<Database> {
  embedded ??= freshEmbedded();
  const database = await embedded;
  await sql`drop schema public cascade`.execute(database.owner);
  await sql`create schema public`.execute(database.owner);
  await emptyQueue.execute(database.owner);
  await migrate(database);
  return { ...database, close: async () => {} };
}

// The queue's own schema stays, which takes longest to make; the jobs of an earlier stage go.
const emptyQueue = sql`do $$ begin
  if to_regclass('pgboss.job_common') is not null then truncate pgboss.job_common; end if;
end $$`;
