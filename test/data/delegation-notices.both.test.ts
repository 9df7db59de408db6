import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { appointAdministrator } from '../../src/data/outside/administrators.ts';
import { findEndings } from '../../src/data/outside/delegation-notices.ts';
import { addDays, type CivilDate, civilDate } from '../../src/domain/civil-date.ts';
import { delegationNoticesJob } from '../../src/jobs/delegation-notices.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import { failingOn } from '../support/server/failing-on.ts';
import { someone } from '../support/stage/cast.ts';
import { anotherMorning, morningOf, postedAtSeven, tellOfDelegations } from '../support/stage/mornings.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('The job of the notices', (stage) => {
  test('is posted at seven in Ecuador, by one schedule for all processes', async () => {
    const other = await openQueue(stage.database, silent);
    for (const queue of [stage.queue, other]) await queue.on('delegation-notices', jobOf(stage));
    await other.close();
    const { rows } = await sql`select name, cron, timezone from pgboss.schedule
      where name = 'delegation-notices'`.execute(stage.database.owner);
    expect(rows).toEqual([{ name: 'delegation-notices', cron: '0 7 * * *', timezone: 'America/Guayaquil' }]);
  });

  test('that fell due while no process ran is made up for, once, by the next one that starts', async () => {
    const { owner } = stage.database;
    await stage.queue.on('delegation-notices', jobOf(stage));
    // Twelve hours from now, so that none falls due while the test runs.
    const hour = (new Date().getUTCHours() + 12) % 24;
    await sql`update pgboss.schedule set cron = ${`30 ${hour} * * *`}, timezone = 'UTC',
      created_on = now() - interval '9 days'`.execute(owner);
    await sql`delete from pgboss.job_common where name = '__pgboss__send-it'`.execute(owner);
    await sql`update pgboss.version set cron_on = now() - interval '3 days'`.execute(owner);
    const other = await openQueue(stage.database, silent);
    const forwarded = sql<{ name: string }>`select data ->> 'name' as name from pgboss.job_common
      where name = '__pgboss__send-it' and data ->> 'name' = 'delegation-notices'`;
    await expect.poll(async () => (await forwarded.execute(owner)).rows, { timeout: 20_000 }).toHaveLength(1);
    await other.close();
  });

  test.for([
    ['2022-04-07T04:59:59.999Z', false],
    ['2022-04-07T05:00:00.000Z', true],
  ] as const)('that waits until %s is left out: %s', ([now, leftOut]) => {
    const job = delegationNoticesJob({ ...stage, clock: () => new Date(now) });
    expect(job.isTooLate?.(morningOf('2022-04-06'))).toBe(leftOut);
  });

  // Ecuador is five hours behind.
  test.for([
    ['2022-04-06T05:30:00.000Z', true],
    ['2022-04-06T11:58:59.999Z', true],
    ['2022-04-06T11:59:59.990Z', false],
    ['2022-04-06T12:00:00.000Z', false],
    ['2022-04-06T12:59:59.999Z', false],
    ['2022-04-06T13:00:00.000Z', true],
  ] as const)('that is posted at %s, by a process that was down at seven, is left out: %s', ([postedAt, leftOut]) => {
    const job = delegationNoticesJob({ ...stage, clock: () => new Date('2022-04-06T13:05:00Z') });
    expect(job.isTooLate?.(new Date(postedAt))).toBe(leftOut);
  });

  test('that is left over from another day posts nothing, one of today does', async () => {
    const now = new Date();
    const today = civilDate(now);
    const queue = await openQueue(stage.database, silent, { pace: 0.05 });
    await queue.on('delegation-notices', jobOf(stage));
    await queue.start();
    await someone(stage, { until: addDays(anotherMorning(stage), 7) });
    await postAndWait(queue.post, today);
    expect(await noticesOf(stage)).toBe(0);
    stage.clock.now = now;
    await someone(stage, { until: addDays(today, 7) });
    await postAndWait(queue.post, today);
    await queue.close();
    expect(await noticesOf(stage)).toBeGreaterThan(0);
  });

  test('goes on past a fault, and the next try posts what is missing, once', async () => {
    const today = anotherMorning(stage);
    const one = await someone(stage, { until: addDays(today, 7) });
    await someone(stage, { until: addDays(today, 1) });
    const before = await noticesOf(stage);
    const { owner } = stage.database;
    await sql`create function fail_one() returns trigger language plpgsql as $$ begin
        if new.contact_id = ${sql.lit(one.contactId)} then raise exception 'broken'; end if; return new; end $$`.execute(
      owner,
    );
    await sql`create trigger fail_one before insert on mails for each row execute function fail_one()`.execute(owner);
    await expect(tellOfDelegations(stage)).rejects.toThrow('broken');
    expect((await noticesOf(stage)) - before).toBe(2);
    await sql`drop function fail_one cascade`.execute(owner);
    await tellOfDelegations(stage);
    expect((await noticesOf(stage)) - before).toBe(3);
    const counts = owner.selectFrom('mail_counts').select('moments').where('counted_for', '=', one.email);
    expect((await counts.executeTakeFirst())?.moments).toHaveLength(1);
  });

  test('posts all or nothing of a notice: without its job in the queue there is no mail', async () => {
    const today = anotherMorning(stage);
    await someone(stage, { until: addDays(today, 7) });
    const before = await noticesOf(stage);
    await expect(
      failingOn(stage.database, 'insert', 'pgboss.job_common', () => tellOfDelegations(stage)),
    ).rejects.toThrow();
    expect(await noticesOf(stage)).toBe(before);
    await tellOfDelegations(stage);
    expect((await noticesOf(stage)) - before).toBe(2);
  });

  test('posts no second digest on the day on which the administrator changes, and the first one tells the former nothing', async () => {
    const today = anotherMorning(stage);
    const successor = await someone(stage, { until: addDays(today, 30) });
    await tellOfDelegations(stage);
    const digests = () =>
      stage.database.owner
        .selectFrom('mails')
        .select(['ruc', 'id', 'user_id as userId'])
        .where('kind', '=', 'delegations-digest')
        .where('queued_at', '=', stage.clock.now)
        .execute();
    const [digest] = await digests();
    if (!digest) return expect.unreachable();
    expect(digest.userId).toBe(stage.quito.administrator.id);
    expect(await findEndings(stage.database, digest, today)).toHaveLength(1);
    expect(await appointAdministrator(stage, successor, stage.clock.now)).toMatchObject({ kind: 'changed' });
    await tellOfDelegations(stage);
    expect(await digests()).toEqual([digest]);
    expect(await findEndings(stage.database, digest, today)).toEqual([]);
    stage.clock.now = morningOf(addDays(today, 23));
    await tellOfDelegations(stage);
    expect((await digests()).map(({ userId }) => userId)).toEqual([successor.id]);
  });

  async function postAndWait(post: Stage['queue']['post'], day: CivilDate): Promise<void> {
    const { owner } = stage.database;
    await owner.transaction().execute(async (transaction) => {
      await post(transaction, 'delegation-notices', null);
      await postedAtSeven(transaction, day);
    });
    const open = sql<{ count: number }>`select count(*)::int as count from pgboss.job_common
      where name = 'delegation-notices' and state <> 'completed'`;
    await expect.poll(async () => (await open.execute(owner)).rows[0]?.count, { timeout: 20_000 }).toBe(0);
  }
});

const silent = pino({ level: 'silent' });

function jobOf({ database, outbox, clock }: Stage) {
  return delegationNoticesJob({ database, outbox, clock: () => clock.now });
}

async function noticesOf({ database: { owner } }: Stage): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from mails where details ? 'day'`.execute(owner);
  return rows[0]?.count ?? 0;
}
