import { sql } from 'kysely';
import { failuresForgottenAfter } from '../../domain/guessing.ts';
import { reviewLife } from '../../domain/import.ts';
import { limitSpan } from '../../domain/mail-limit.ts';
import type { Database } from '../database/database.ts';

const day = 24 * 3_600_000;

/** The time that a sent or dropped mail stays, in milliseconds. */
const mailsKeptFor = 90 * day;

/** The time that an expired session stays, in milliseconds: the page to come back to is its user's alone. */
const sessionsKeptFor = day;

/** The time that the page of a bulk change stays, in milliseconds; its incidents stay for ever. */
const bulkChangesKeptFor = 7 * day;

/** The time that an offer of the administration stays, in milliseconds; its incidents stay for ever. */
const offersKeptFor = 30 * day;

/**
 * Deletes rows without use: expired sessions, kept forms, pages of bulk changes, old offers of the administration,
 * counters, questions, drafts and reviewed files, and mails of 90 days ago.
 */
export async function sweep({ owner }: Database, now: Date): Promise<void> {
  await owner
    .deleteFrom('sessions')
    .where('expires_at', '<=', new Date(now.getTime() - sessionsKeptFor))
    .execute();
  await owner
    .deleteFrom('bulk_changes')
    .where('made_at', '<=', new Date(now.getTime() - bulkChangesKeptFor))
    .execute();
  await owner
    .deleteFrom('administrator_offers')
    .where('made_at', '<=', new Date(now.getTime() - offersKeptFor))
    .execute();
  await owner.deleteFrom('kept_forms').where('expires_at', '<=', now).execute();
  await owner.deleteFrom('throttling').where('expire', '<=', now.getTime()).execute();
  // The moments of a count are in their order; there are none where only the other limit was reached.
  await owner
    .deleteFrom('mail_counts')
    .where(sql<Date>`coalesce(moments[cardinality(moments)], '-infinity')`, '<=', new Date(now.getTime() - limitSpan))
    .execute();
  await owner.deleteFrom('answered_checks').where('expires_at', '<=', now).execute();
  // The draft of an accepted recovery stays until its job has settled it.
  await owner
    .deleteFrom('recovery_drafts')
    .where('expires_at', '<=', now)
    .where((is) => is.or([is('step', '<>', 'done'), is('settled_at', 'is not', null)]))
    .execute();
  await owner
    .deleteFrom('imports')
    .where('status', '=', 'reviewed')
    .where('reviewed_at', '<=', new Date(now.getTime() - reviewLife))
    .execute();
  await owner
    .deleteFrom('sign_in_failures')
    .where('last_at', '<=', new Date(now.getTime() - failuresForgottenAfter))
    .execute();
  await owner
    .deleteFrom('mails')
    .where('status', 'in', ['sent', 'dropped'])
    .where('settled_at', '<=', new Date(now.getTime() - mailsKeptFor))
    .execute();
}
