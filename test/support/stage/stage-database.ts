import { CompiledQuery, sql } from 'kysely';
import { inject } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { freshDatabase, freshEmbedded } from '../server/database.ts';
import { type KeptTables, keepTables } from '../server/kept-tables.ts';
import { type OpeningCast, registerCast } from './opening-cast.ts';

/** A database with the opening cast; closing it is up to the stage. */
export type StageDatabase = { database: Database; cast: OpeningCast };

/** Gives a stage's database: on the run's server, or in the embedded project an embedded one, whose pool is of one. */
export async function stageDatabase(poolSize?: number): Promise<StageDatabase> {
  if (inject('stageOn') === 'embedded') return embeddedStage();
  const { stageTemplate: template, cast } = inject('run');
  return { database: await freshDatabase({ template, ...(poolSize && { poolSize }) }), cast: structuredClone(cast) };
}

let shared: Promise<StageDatabase & { kept: KeptTables }> | undefined;

// Opening an embedded database takes seconds, so all stages of a worker share one, one after the other, each with the
// rows of the opening cast alone. What a test changes about the schema it has to take back. It stays open until the
// worker ends.
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

// The jobs of an earlier stage go.
const emptyQueue = sql`do $$ begin
  if to_regclass('pgboss.job_common') is not null then truncate pgboss.job_common; end if;
end $$`;
