import { failuresForgottenAfter } from '../../domain/guessing.ts';
import type { Database } from '../database/database.ts';

const day = 24 * 3_600_000;

/** How long it stays known that a mail has gone out. */
const mailsKeptFor = 90 * day;

// A form may still come from a session that has run out (S4), which tells whose it is.
const sessionsKeptFor = day;

/** Deletes rows that nobody can use any more: expired sessions, counters, questions and drafts, mails sent long ago. */
export async function sweep({ owner }: Database, now: Date): Promise<void> {
  await owner
    .deleteFrom('sessions')
    .where('expires_at', '<=', new Date(now.getTime() - sessionsKeptFor))
    .execute();
  await owner.deleteFrom('kept_forms').where('expires_at', '<=', now).execute();
  await owner.deleteFrom('throttling').where('expire', '<=', now.getTime()).execute();
  await owner.deleteFrom('answered_checks').where('expires_at', '<=', now).execute();
  // An accepted recovery stays until its job has settled it.
  await owner
    .deleteFrom('recovery_drafts')
    .where('expires_at', '<=', now)
    .where((is) => is.or([is('step', '<>', 'done'), is('settled_at', 'is not', null)]))
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
