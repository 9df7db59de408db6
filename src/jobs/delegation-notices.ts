import type { AccessEnding, DelegationsDigest } from '../../views/delegation-mails.tsx';
import { filteredLists } from '../../views/kit/filtered-lists.ts';
import { paths } from '../../views/kit/paths.ts';
import type { Database } from '../data/database/database.ts';
import { findAccessEnding, findEndings, postDelegationNotices } from '../data/outside/delegation-notices.ts';
import type { MailKey } from '../data/records/job.ts';
import type { Outbox } from '../data/records/mail.ts';
import { type Clock, civilDate } from '../domain/civil-date.ts';
import { isMorningOf } from '../domain/delegation-notices.ts';
import type { MailContent } from '../domain/mail.ts';
import { type JobKind, persistently } from './queue.ts';

/**
 * Makes the kind of job that each morning posts the notices on delegations that end (product 9.1). One that is left over
 * from another day, or made up for later than within the hour, isn't done: the next morning tells what is so then.
 */
export function delegationNoticesJob(parts: { database: Database; outbox: Outbox; clock: Clock }): JobKind<null> {
  const { clock } = parts;
  return {
    work: () => postDelegationNotices(parts, clock()),
    isTooLate: (postedAt) => !isMorningOf(postedAt, clock()),
    ...persistently,
    // Each notice has a transaction of its own, and there may be thousands.
    limits: { ...persistently.limits, duration: 3_600 },
    cron: '0 7 * * *',
    timeZone: 'America/Guayaquil',
    madeUp: true,
    lookEvery: 10,
  };
}

type Notice = Extract<MailContent, { kind: 'delegations-digest' | 'access-ending' }>;
type NoticeParts = { database: Database; clock: Clock; addressOf: (path: string) => string };

/** Reads what a queued notice tells when its turn comes (product 9.1); null if there is nothing to tell by then. */
export async function readyNotice(
  { kind, day }: Notice,
  key: MailKey,
  { database, clock, addressOf }: NoticeParts,
): Promise<DelegationsDigest | AccessEnding | null> {
  const today = civilDate(clock());
  if (kind === 'access-ending') {
    const ending = await findAccessEnding(database, key, day);
    return ending && ending.until >= today ? { kind, today, ...ending } : null;
  }
  const found = await findEndings(database, key, day);
  if (found.length === 0) return null;
  const endings = found.map(({ contactId, ...one }) => ({ ...one, address: addressOf(paths.contact(contactId)) }));
  const lists = { soon: addressOf(filteredLists.endingSoon()), ended: addressOf(filteredLists.ended()) };
  return { kind, today, endings, lists };
}
