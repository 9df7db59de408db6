import { carryOutImport, giveUpImport, type ImportParts } from '../data/entity/import-run.ts';
import type { ImportKey } from '../data/records/job.ts';
import type { Clock } from '../domain/civil-date.ts';
import { type JobKind, persistently } from './queue.ts';

/** Makes the kind of job that carries out confirmed imports (product 8.5). */
export function importJob({ clock, ...parts }: ImportParts & { clock: Clock }): JobKind<ImportKey> {
  return {
    work: (key) => carryOutImport(parts, key, clock()),
    giveUp: (key) => giveUpImport(parts, key, clock()),
    ...persistently,
  };
}
