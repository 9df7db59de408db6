import { letterVersion } from '../../domain/letter.ts';
import { type Identity, type RecoveryDraft, recoveryLife } from '../../domain/recovery.ts';
import type { Database } from '../database/database.ts';
import type { Origin } from '../records/caller.ts';
import type { PostJob } from '../records/job.ts';
import { newToken, tokenHash } from '../secrets/tokens.ts';
import { countGuess } from './guessing.ts';

/** A draft with the typed data and the reason, which its pages repeat; the reason is null until it is chosen. */
export type FoundDraft = RecoveryDraft & { ruc: string; email: string; reason: string | null };

type Parts = { database: Pick<Database, 'owner'> };

/**
 * Begins a recovery with the typed data and gives the token of its draft for the visitor's browser. The job compares
 * the data after the last step; until then all visitors get the same answers (T3).
 */
export async function beginRecovery(
  { database }: { database: Database },
  typed: Identity,
  origin: Origin,
): Promise<string> {
  const admitted = await countGuess(database, `recovery ${typed.ruc}`, origin);
  const token = newToken();
  await database.owner
    .insertInto('recovery_drafts')
    .values({
      id: tokenHash(token),
      typed_ruc: typed.ruc,
      typed_email: typed.email,
      typed_birth_date: typed.birthDate,
      admitted,
      step: 'reason',
      expires_at: new Date(origin.now.getTime() + recoveryLife),
    })
    .execute();
  return token;
}

/** Reads the draft with a token, expired or not, or gives null. */
export async function findDraft({ database }: Parts, token: string): Promise<FoundDraft | null> {
  const row = await database.owner
    .selectFrom('recovery_drafts')
    .select(['step', 'expires_at', 'typed_ruc', 'typed_email', 'reason'])
    .where('id', '=', tokenHash(token))
    .executeTakeFirst();
  if (!row) return null;
  return { step: row.step, expiresAt: row.expires_at, ruc: row.typed_ruc, email: row.typed_email, reason: row.reason };
}

/** Stores the reason of a draft; does nothing after that step. */
export async function chooseReason({ database }: Parts, token: string, reason: string): Promise<void> {
  await database.owner
    .updateTable('recovery_drafts')
    .set({ reason, step: 'letter' })
    .where('id', '=', tokenHash(token))
    .where('step', '=', 'reason')
    .execute();
}

/**
 * Accepts the letter of a draft: closes the draft and posts the job that carries the recovery out. Both happen for
 * every visitor, so that neither the answer nor its time tells whether the data match (T3).
 */
export async function acceptLetter(
  { database, postJob }: Parts & { postJob: PostJob },
  token: string,
  { now, address, requestId }: Origin,
): Promise<void> {
  await database.owner.transaction().execute(async (transaction) => {
    const closed = await transaction
      .updateTable('recovery_drafts')
      .set({
        step: 'done',
        accepted_at: now,
        accepted_version: letterVersion,
        accepted_address: address,
        request_id: requestId,
      })
      .where('id', '=', tokenHash(token))
      .where('step', '=', 'letter')
      .returning('id')
      .executeTakeFirst();
    if (closed) await postJob(transaction, 'recovery', { draftId: closed.id });
  });
}
