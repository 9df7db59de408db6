import type { GeneratedAlways, JSONColumnType } from 'kysely';
import type { HandoverRecord } from '../../domain/handover.ts';

/** The record of a handover, which stays as it was made (product 9). */
export type HandoverTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  /** Names the form that made it, so that sending it twice makes one (D3). */
  creation_key: string;
  kind: HandoverRecord['kind'];
  record: JSONColumnType<HandoverRecord>;
  /** The name of the user who made it. */
  made_by: string;
  made_at: Date;
};
