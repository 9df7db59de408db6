import { PgBoss } from 'pg-boss';
import { pino } from 'pino';
import { vi } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { openQueue, type Queue } from '../../../src/jobs/queue.ts';

/** The product's queue, which a test can make look for jobs without waiting for its next look. */
export type PromptQueue = Queue & { look(): void };

// The shortest time between two looks of its own, in seconds.
const halfASecond = 0.5;
// In milliseconds. The embedded database would be busy with nothing but looks.
const betweenLooks = 100;

/** Opens the queue of a stage. */
export async function openPromptQueue(database: Database): Promise<PromptQueue> {
  const queue = await openQueue(database, pino({ level: 'silent' }), { pace: halfASecond });
  let look = () => {};
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    ...queue,
    start: async () => {
      look = await startAndWatch(queue);
    },
    look: () => {
      if (performance.now() - lastAt < betweenLooks) return;
      lastAt = performance.now();
      look();
    },
  };
}

// The library can wake a worker by its number, which the product doesn't ask for.
async function startAndWatch(queue: Queue): Promise<() => void> {
  const work = vi.spyOn(PgBoss.prototype, 'work');
  await queue.start();
  const workers = await Promise.all(work.mock.results.map(({ value }): Promise<string> => value));
  const [boss] = work.mock.contexts as PgBoss[];
  work.mockRestore();
  return () => {
    for (const worker of workers) boss?.notifyWorker(worker);
  };
}
