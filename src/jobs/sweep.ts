import type { Database } from '../data/database/database.ts';
import { sweep } from '../data/outside/sweep.ts';
import type { Clock } from '../domain/civil-date.ts';
import type { JobKind } from './queue.ts';

/** Makes the kind of job that sweeps every ten minutes. A failed sweep isn't repeated; the next one does its work. */
export function sweepJob({ database, clock }: { database: Database; clock: Clock }): JobKind<null> {
  return { work: () => sweep(database, clock()), cron: '*/10 * * * *', lookEvery: 60 };
}
