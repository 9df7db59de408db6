import { paths } from '../../views/kit/paths.ts';
import { mailText, type ReadyContent } from '../../views/mails.tsx';
import type { Database } from '../data/database/database.ts';
import { findPendingMail, type PendingMail, postponeActivation, settleMail } from '../data/outside/mail-delivery.ts';
import { checkKey } from '../data/outside/server-key.ts';
import type { MailKey } from '../data/records/job.ts';
import type { Secrets } from '../data/secrets/derived.ts';
import { type Clock, letterDateTime } from '../domain/civil-date.ts';
import { isInTime } from '../domain/password.ts';
import { readyNotice } from './delegation-notices.ts';
import { isRecipientRefused, type MailTransport } from './mail-transport.ts';
import { type JobKind, persistently } from './queue.ts';

/** The parts that write and send mails. */
type MailParts = {
  database: Database;
  secrets: Secrets;
  transport: MailTransport;
  clock: Clock;
  baseUrl: URL;
};

/** Makes the kind of job that sends mails (D5). A mail is written when its turn comes, from the data of that moment. */
export function mailJob(parts: MailParts): JobKind<MailKey> {
  const { database, transport, clock, baseUrl } = parts;
  return {
    async work(key) {
      const mail = await findPendingMail(database, key, clock());
      if (!mail) return;
      // A day may have passed since it was queued or sent in vain.
      if (mail.content.kind === 'user-activated' && mail.hindrances.length > 0) {
        return postponeActivation(database, key, clock());
      }
      // An offer that has run out is no longer true.
      if (mail.content.kind === 'administration-offered' && !isInTime(new Date(mail.content.until), clock())) {
        return settleMail(database, key, 'dropped', clock());
      }
      if ('seed' in mail.content) await checkKey(database, parts.secrets);
      const content = await readyContent(mail, key, parts);
      if (typeof content === 'string') return settleMail(database, key, content, clock());
      const reader = {
        ...mail.reader,
        hindrances: mail.hindrances,
        ruc: key.ruc,
        signInAddress: addressOf(paths.signIn(), baseUrl),
      };
      const id = `${String(key.id).padStart(10, '0')}-${key.ruc}`;
      const taken = await isTaken(transport.send({ id, to: mail.recipient, ...mailText(content, reader) }));
      await settleMail(database, key, taken ? 'sent' : 'undelivered', clock());
    },
    giveUp: (key) => settleMail(database, key, 'undelivered', clock()),
    ...persistently,
    atOnce: 10,
  };
}

// A recipient refused for good needs the administrator, not another try (D5).
async function isTaken(sending: Promise<void>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (isRecipientRefused(error)) return false;
    throw error;
  }
}

// Replaces a seed by the values derived from it, and a day by the people of whom a notice tells. Gives what becomes of a
// mail that has nothing to say any more.
async function readyContent(
  { content, goodUntil }: PendingMail,
  key: MailKey,
  { database, secrets, clock, baseUrl }: MailParts,
): Promise<ReadyContent | 'undelivered' | 'dropped'> {
  const { ruc } = key;
  if ('day' in content) {
    const notice = { database, clock, addressOf: (path: string) => addressOf(path, baseUrl) };
    return (await readyNotice(content, key, notice)) ?? 'dropped';
  }
  if ('reportSeed' in content) {
    const { reportSeed, ...told } = content;
    const token = secrets.identityReportToken(ruc, reportSeed);
    return { ...told, reportAddress: addressOf(paths.identityReportLink(token), baseUrl) };
  }
  if (!('seed' in content)) return content;
  // An expired temporary password is of no use, so the administrator sees the mail as undelivered.
  if (!goodUntil || !isInTime(goodUntil, clock())) return 'undelivered';
  const { seed, ...told } = content;
  return {
    ...told,
    password: secrets.temporaryPassword(ruc, seed),
    goodUntil: letterDateTime(goodUntil),
    reportAddress: addressOf(paths.recoveryReportLink(secrets.reportToken(ruc, seed)), baseUrl),
  };
}

function addressOf(path: string, baseUrl: URL): string {
  return new URL(path, baseUrl).href;
}
