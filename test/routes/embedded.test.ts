import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll } from 'vitest';
import { migrate } from '../../src/data/database.ts';
import { playOn } from '../support/cast.ts';
import { freshEmbedded } from '../support/database.ts';

// The same route suite once more, on the embedded database. Opening one takes seconds, so all stages share it, one
// after the other, each over a schema of its own.
const database = await freshEmbedded();
afterAll(() => database.close());

// The queue's own schema stays, which takes longest to make; the mails of an earlier stage go.
const emptyQueue = sql`do $$ begin
  if to_regclass('pgboss.job_common') is not null then truncate pgboss.job_common; end if;
end $$`;

playOn(async () => {
  await sql`drop schema public cascade`.execute(database.owner);
  await sql`create schema public`.execute(database.owner);
  await emptyQueue.execute(database.owner);
  await migrate(database);
  return { ...database, close: async () => {} };
});

for (const file of readdirSync(import.meta.dirname).sort()) {
  if (playsOnStage(file)) await import(/* @vite-ignore */ join(import.meta.dirname, file));
}

function playsOnStage(file: string): boolean {
  if (!file.endsWith('.test.ts')) return false;
  return readFileSync(join(import.meta.dirname, file), 'utf8').includes('\nonStage(');
}
