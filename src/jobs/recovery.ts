import { carryOutRecovery, giveUpRecovery, type RecoveryDesk } from '../data/outside/recoveries.ts';
import type { RecoveryKey } from '../data/records/job.ts';
import type { Clock } from '../domain/civil-date.ts';
import { type JobKind, persistently } from './queue.ts';

/** Carrying out the recoveries whose letter was accepted (product 5). */
export function recoveryJob({ clock, ...desk }: RecoveryDesk & { clock: Clock }): JobKind<RecoveryKey> {
  return {
    work: (key) => carryOutRecovery(desk, key, clock()),
    giveUp: (key) => giveUpRecovery(desk, key, clock()),
    ...persistently,
    atOnce: 2,
  };
}
