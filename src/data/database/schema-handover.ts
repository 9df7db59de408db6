import type { ColumnType, GeneratedAlways, JSONColumnType } from 'kysely';
import type { OfferOutcome } from '../../domain/administrator-offer.ts';
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

/** An offer of the administration to a delegate (product 9.3). */
export type AdministratorOfferTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  creation_key: ColumnType<string, string, never>;
  /** The content of the form that made it (D3). */
  creation_digest: ColumnType<string, string, never>;
  /** The users who offer and may accept. */
  made_by: number;
  user_id: number;
  /** The address to which it was sent; the contact gets it on acceptance. */
  email: string;
  made_at: Date;
  expires_at: Date;
  /** Null while it waits for an answer, or has run out without one. */
  outcome: ColumnType<OfferOutcome | null, null | undefined, OfferOutcome>;
  settled_at: ColumnType<Date | null, null | undefined, Date>;
};
