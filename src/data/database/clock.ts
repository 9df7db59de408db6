import { sql } from 'kysely';
import type { Clock } from '../../domain/civil-date.ts';
import type { Database } from './database.ts';

const betweenLooks = 60_000;

/**
 * Opens the clock of a database, so that all processes on it go by one time, also those whose machine's clock is wrong:
 * waits, windows and sessions are in rows that each of them reads. The difference is measured once a minute.
 */
export async function openClock({ owner }: Pick<Database, 'owner'>): Promise<{ clock: Clock; close: () => void }> {
  let ahead = 0;
  const measure = async () => {
    const before = Date.now();
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(owner);
    const middle = (before + Date.now()) / 2;
    if (rows[0]) ahead = Math.round(rows[0].now.getTime() - middle);
  };
  await measure();
  // While the database is gone the last difference stands.
  const timer = setInterval(() => void measure().catch(() => {}), betweenLooks);
  timer.unref();
  return { clock: () => new Date(Date.now() + ahead), close: () => clearInterval(timer) };
}
