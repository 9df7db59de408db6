import type { Database } from '../data/database/database.ts';
import { sweep } from '../data/outside/sweep.ts';
import type { Clock } from '../domain/civil-date.ts';
import type { JobKind } from './queue.ts';

/** Sweeping, every ten minutes. A failed one isn't repeated: the next one takes what it left. */
export function sweepJob({ database, clock }: { database: Database; clock: Clock }): JobKind<null> {
  return { work: () => sweep(database, clock()), cron: '*/10 * * * *', lookEvery: 60 };
}
