import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { MailKind } from '../../../src/domain/mail.ts';
import type { CastUser } from './cast.ts';
import type { Stage } from './stage.ts';

// A delivery that hangs is given up after a minute and tried again; most tests wait a second or two.
const patience = 80_000;

// The jobs that a stage works on and that aren't done. A scheduled one may be posted at any moment by the machine's
// clock, and no stage works on it.
const open = sql`name not in (select name from pgboss.schedule) and name not like '\\_\\_pgboss%'
  and state in ('created', 'retry', 'active')`;

/** Waits until every mail of the stage has been sent or dropped, without a pause before further tries. */
export function mailsTried(stage: Stage): Promise<void> {
  return untilEmpty(stage, sql`start_after = now()`);
}

/** Waits until every mail of the stage has had its last try, with all other tries skipped. */
export function lastTriesOver(stage: Stage): Promise<void> {
  return untilEmpty(stage, sql`start_after = now(), retry_count = retry_limit`);
}

/** Waits until every mail of the stage has been refused once and waits for its next try. */
export async function firstTryFailed({ database: { owner }, queue }: Stage): Promise<void> {
  const states = sql<{ state: string }>`
    select distinct state::text as state from pgboss.job_common where ${open}`;
  await expect
    .poll(
      async () => {
        queue.look();
        return (await states.execute(owner)).rows;
      },
      { timeout: patience },
    )
    .toEqual([{ state: 'retry' }]);
}

/** Stores a notice about a user that could not be delivered, as after its last try. */
export async function leaveUndelivered(
  { database, clock }: Stage,
  user: CastUser,
  more: Partial<Left> = {},
): Promise<void> {
  const { ruc, id, contactId } = user;
  const mail = { ruc, kind: 'user-activated', contact_id: contactId, user_id: id, status: 'undelivered' } as const;
  const times = { queued_at: clock.now, settled_at: clock.now };
  const left = { ...mail, ...times, recipient: 'rota@prueba.example', details: '{}', ...more };
  await database.owner.insertInto('mails').values(left).execute();
}

type Left = { kind: MailKind; user_id: number | null; recipient: string; details: string };

/** Lists the statuses of the mails about a user, oldest first. */
export async function mailStatuses({ database }: Stage, { ruc, id }: CastUser): Promise<string[]> {
  const rows = await database.owner
    .selectFrom('mails')
    .select('status')
    .where('ruc', '=', ruc)
    .where('user_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map(({ status }) => status);
}

/** Counts the jobs that wait or run, without those of a schedule. */
export async function queuedJobs({ database }: Pick<Stage, 'database'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pgboss.job_common where ${open}`.execute(database.owner);
  return rows[0]?.count ?? 0;
}

async function untilEmpty(stage: Stage, changes: ReturnType<typeof sql>): Promise<void> {
  const end = Date.now() + patience;
  const hurry = sql`update pgboss.job_common set ${changes} where state in ('created', 'retry')`;
  do {
    await hurry.execute(stage.database.owner);
    if ((await queuedJobs(stage)) === 0) return;
    stage.queue.look();
    await wait(20);
  } while (Date.now() < end);
  const jobs = sql`select name, state::text as state, data, retry_count from pgboss.job_common
    where ${open}`;
  const { rows } = await jobs.execute(stage.database.owner);
  throw new Error(`Jobs are still waiting in the queue: ${JSON.stringify(rows)}`);
}
