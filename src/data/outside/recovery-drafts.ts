import { letterVersion } from '../../domain/letter.ts';
import { type Identity, type RecoveryDraft, recoveryLife } from '../../domain/recovery.ts';
import type { Database } from '../database/database.ts';
import type { Origin } from '../records/caller.ts';
import type { PostJob } from '../records/job.ts';
import { newToken, tokenHash } from '../secrets/tokens.ts';
import { countGuess } from './guessing.ts';

/** A draft with what its pages repeat: what was typed, and the reason once it is chosen. */
export type FoundDraft = RecoveryDraft & { ruc: string; email: string; reason: string | null };

type Access = Pick<Database, 'owner'>;

/**
 * Begins a recovery with what somebody typed, and gives the token that the visitor's browser keeps. Whether the data are
 * an administrator's is looked at after the last step, by the job: until then every visitor gets the same (T3).
 */
export async function beginRecovery(
  { database }: { database: Database },
  typed: Identity,
  origin: Origin,
): Promise<string> {
  const admitted = await countGuess(database, `recovery ${typed.ruc}`, origin.address);
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

/** The draft behind a browser's token, or null. */
export async function findDraft({ database }: { database: Access }, token: string): Promise<FoundDraft | null> {
  const row = await database.owner
    .selectFrom('recovery_drafts')
    .selectAll()
    .where('id', '=', tokenHash(token))
    .executeTakeFirst();
  if (!row) return null;
  return { step: row.step, expiresAt: row.expires_at, ruc: row.typed_ruc, email: row.typed_email, reason: row.reason };
}

/** Stores the reason, if the draft waits for one. */
export async function chooseReason({ database }: { database: Access }, token: string, reason: string): Promise<void> {
  await database.owner
    .updateTable('recovery_drafts')
    .set({ reason, step: 'letter' })
    .where('id', '=', tokenHash(token))
    .where('step', '=', 'reason')
    .execute();
}

/**
 * Accepts the letter, which closes the draft and posts the job that carries the recovery out. Both happen whoever
 * accepts it, so that neither the answer nor its time tells whether the data matched (T3).
 */
export async function acceptLetter(
  { database, postJob }: { database: Access; postJob: PostJob },
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
