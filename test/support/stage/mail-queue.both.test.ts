import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { sweepJob } from '../../../src/jobs/sweep.ts';
import { mailsTried } from './mail-queue.ts';
import { onMailStage, openStage } from './stage.ts';

onMailStage('A test that waits for mails', (stage) => {
  test('does not wait for a job that the schedule has posted meanwhile', async () => {
    const { database, outbox, queue } = stage;
    await queue.on('sweep', sweepJob({ database, outbox, clock: () => stage.clock.now }));
    await database.owner.transaction().execute((transaction) => queue.post(transaction, 'sweep', null));
    const begun = performance.now();
    await mailsTried(stage);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

test('A stage begins without the schedules of an earlier one', async () => {
  for (let time = 0; time < 2; time += 1) {
    const { database, outbox, queue, clock, close } = await openStage();
    const { rows } = await sql`select name from pgboss.schedule`.execute(database.owner);
    expect(rows).toEqual([]);
    await queue.on('sweep', sweepJob({ database, outbox, clock: () => clock.now }));
    await close();
  }
});
