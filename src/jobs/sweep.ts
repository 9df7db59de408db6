import type { Database } from '../data/database/database.ts';
import { sweep } from '../data/outside/sweep.ts';
import { tellDueActivations } from '../data/outside/user-activations.ts';
import type { Outbox } from '../data/records/mail.ts';
import type { Clock } from '../domain/civil-date.ts';
import type { JobKind } from './queue.ts';

type SweepParts = { database: Database; outbox: Outbox; clock: Clock };

/**
 * Makes the kind of job that every ten minutes sweeps and sends the notices of activations that are due. A failed one
 * isn't repeated; the next one does its work.
 */
export function sweepJob({ database, outbox, clock }: SweepParts): JobKind<null> {
  return {
    work: async () => {
      await tellDueActivations({ database, outbox }, clock());
      await sweep(database, clock());
    },
    cron: '*/10 * * * *',
    lookEvery: 60,
  };
}
