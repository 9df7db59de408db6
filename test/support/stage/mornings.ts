import { sql } from 'kysely';
import type { Transaction } from '../../../src/data/database/database.ts';
import { addDays, type CivilDate, civilDate, startOfDay } from '../../../src/domain/civil-date.ts';
import { delegationNoticesJob } from '../../../src/jobs/delegation-notices.ts';
import type { Stage } from './stage.ts';

const sevenHours = 7 * 3_600_000;

// Further apart than any two days of which one notice tells.
const betweenMornings = 100;

/** Moves the clock to seven in the morning of a day that has nothing to do with those before; gives the day. */
export function anotherMorning({ clock }: Pick<Stage, 'clock'>): CivilDate {
  const day = addDays(civilDate(clock.now), betweenMornings);
  clock.now = morningOf(day);
  return day;
}

/** The moment of seven in the morning of a day. */
export function morningOf(day: CivilDate): Date {
  return new Date(startOfDay(day).getTime() + sevenHours);
}

/** Does the work of the notices on delegations as a process does it when the queue hands it over. */
export function tellOfDelegations({ database, outbox, clock }: Stage): Promise<void> {
  return delegationNoticesJob({ database, outbox, clock: () => clock.now }).work(null);
}

/** Makes the waiting jobs of the notices as if the calendar had posted them at seven of a day. */
export async function postedAtSeven(transaction: Transaction, day: CivilDate): Promise<void> {
  const seven = morningOf(day);
  await sql`update pgboss.job_common set created_on = ${seven}
             where name = 'delegation-notices' and state = 'created'`.execute(transaction);
}
