import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Stage } from './cast.ts';

// The queue looks for mails every second, and for those whose last try has failed every five.
const patience = 20_000;

/** Waits until every mail of the stage has had its turn: with no pause before a repeated try. */
export function mailsTried(stage: Stage): Promise<void> {
  return untilEmpty(stage, sql`start_after = now()`);
}

/** Waits until every mail of the stage has had its last try, as if all the others had failed before. */
export function lastTriesOver(stage: Stage): Promise<void> {
  return untilEmpty(stage, sql`start_after = now(), retry_count = retry_limit`);
}

/** Waits until a mail of the stage has been refused and waits for its next try. */
export async function firstTryFailed({ database: { owner } }: Stage): Promise<void> {
  const repeated = sql`select id from pgboss.job_common where state = 'retry'`;
  await expect.poll(async () => (await repeated.execute(owner)).rows.length, { timeout: patience }).toBeGreaterThan(0);
}

/** How many mails wait in the queue for their turn, or are being sent. */
export async function queuedJobs({ database }: Stage): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pgboss.job_common where state in ('created', 'retry', 'active')`.execute(
    database.owner,
  );
  return rows[0]?.count ?? 0;
}

async function untilEmpty(stage: Stage, changes: ReturnType<typeof sql>): Promise<void> {
  const end = Date.now() + patience;
  const hurry = sql`update pgboss.job_common set ${changes} where state in ('created', 'retry')`;
  do {
    await hurry.execute(stage.database.owner);
    if ((await queuedJobs(stage)) === 0) return;
    await wait(50);
  } while (Date.now() < end);
  throw new Error('Mails are still waiting in the queue.');
}
