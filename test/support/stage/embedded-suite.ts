import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll } from 'vitest';
import { migrate } from '../../../src/data/database/database.ts';
import { freshEmbedded } from '../server/database.ts';
import { playOn } from './stage.ts';

const routeTests = join(import.meta.dirname, '../../routes');

/**
 * What of the route suite tells of databases once more, on the embedded one; every so many files of it, so that it runs
 * in parts side by side. Opening a database takes seconds, so all stages of a part share one, one after the other, each over a schema
 * of its own.
 */
export async function playOnEmbedded({ part, of }: { part: number; of: number }): Promise<void> {
  const database = await freshEmbedded();
  afterAll(() => database.close());
  playOn(async () => {
    await sql`drop schema public cascade`.execute(database.owner);
    await sql`create schema public`.execute(database.owner);
    await emptyQueue.execute(database.owner);
    await migrate(database);
    return { ...database, close: async () => {} };
  });
  const files = readdirSync(routeTests).sort().filter(tellsOfDatabases);
  for (const file of files.filter((_, index) => index % of === part - 1)) {
    // Under another name, or one that this worker has read for its own sake would not be read again.
    await import(/* @vite-ignore */ `${join(routeTests, file)}?embedded`);
  }
}

// The queue's own schema stays, which takes longest to make; the mails of an earlier stage go.
const emptyQueue = sql`do $$ begin
  if to_regclass('pgboss.job_common') is not null then truncate pgboss.job_common; end if;
end $$`;

// What the databases could differ in: SQL and its order, locks, keys and policies, the queue. Faults of forms, texts and
// moments of the clock are the same whatever stands behind them.
const tellOfDatabases = [
  ...['access', 'budget', 'contact-document', 'contact-edit', 'contacts-list', 'crossed-changes', 'guessing'],
  ...['incidents', 'kept-forms', 'mail-notices', 'open-sessions', 'password-reset', 'profile', 'recovery-report'],
  ...['recovery-steps', 'sessions', 'user-activation', 'user-form', 'user-mail-dropped', 'users-list'],
];

function tellsOfDatabases(file: string): boolean {
  return tellOfDatabases.includes(file.replace(/\.test\.ts$/, ''));
}
