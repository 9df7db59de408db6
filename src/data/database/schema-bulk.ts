import type { GeneratedAlways, JSONColumnType } from 'kysely';
import type { BulkLine } from '../../domain/bulk-change.ts';

/** The page that answers a bulk change (product 8.3). */
export type BulkChangeTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  creation_key: string;
  /** What the form asked for: the action, its value and the chosen. */
  request: string;
  action: string;
  lines: JSONColumnType<BulkLine[]>;
  made_at: Date;
};
