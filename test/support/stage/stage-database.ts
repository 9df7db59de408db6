import { CompiledQuery, sql } from 'kysely';
import { inject } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { freshDatabase, freshEmbedded } from '../server/database.ts';
import { type KeptTables, keepTables } from '../server/kept-tables.ts';
import { type OpeningCast, registerCast } from './opening-cast.ts';

/** A database with the opening cast. */
type StageDatabase = { database: Database; cast: OpeningCast };

/**
 * Gives a database for a stage: a new one on the run's server, or in the embedded project the worker's embedded one.
 */
export async function stageDatabase(poolSize?: number): Promise<StageDatabase> {
  if (inject('stageOn') === 'embedded') return embeddedStage();
  const { stageTemplate: template, cast } = inject('run');
  return { database: await freshDatabase({ template, ...(poolSize && { poolSize }) }), cast: structuredClone(cast) };
}

let shared: Promise<StageDatabase & { kept: KeptTables }> | undefined;

// Opening an embedded database takes seconds, so the stages of a worker use the same one, one after the other. Each
// begins with the rows of the opening cast alone. A test that changes the schema has to undo it.
async function embeddedStage(): Promise<StageDatabase> {
  shared ??= openShared();
  const { database, cast, kept } = await shared;
  await kept.restore();
  await emptyQueue.execute(database.owner);
  return { database: { ...database, close: async () => {} }, cast: structuredClone(cast) };
}

async function openShared() {
  const database = await freshEmbedded();
  const cast = await registerCast(database, inject('run').passwordHash);
  const kept = await keepTables(
    async <Row>(statement: string) => (await database.owner.executeQuery(CompiledQuery.raw(statement))).rows as Row[],
  );
  return { database, cast, kept };
}

// Deletes the jobs of an earlier stage and the schedules that would post more.
const emptyQueue = sql`do $$ begin
  if to_regclass('pgboss.job_common') is not null then truncate pgboss.job_common, pgboss.schedule; end if;
end $$`;
