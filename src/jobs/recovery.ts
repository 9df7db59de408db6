import { carryOutRecovery, giveUpRecovery, type RecoveryParts } from '../data/outside/recoveries.ts';
import type { RecoveryKey } from '../data/records/job.ts';
import type { Clock } from '../domain/civil-date.ts';
import { type JobKind, persistently } from './queue.ts';

/** Makes the kind of job that carries out accepted recoveries (product 5). */
export function recoveryJob({ clock, ...parts }: RecoveryParts & { clock: Clock }): JobKind<RecoveryKey> {
  return {
    work: (key) => carryOutRecovery(parts, key, clock()),
    giveUp: (key) => giveUpRecovery(parts, key, clock()),
    ...persistently,
    atOnce: 2,
  };
}
