import { paths } from '../../views/kit/paths.ts';
import {
  emailChangedMail,
  type Letter,
  passwordChangedMail,
  passwordResetMail,
  recoveryMail,
  recoveryReportedMail,
  userActivatedMail,
} from '../../views/mails.tsx';
import type { Database } from '../data/database/database.ts';
import { type PendingMail, pendingMail, settleMail } from '../data/outside/mail-delivery.ts';
import type { MailKey } from '../data/records/job.ts';
import type { Secrets } from '../data/secrets/derived.ts';
import { type Clock, letterDateTime } from '../domain/civil-date.ts';
import { maskEmail } from '../domain/email.ts';
import { type LetterFacts, resetLetter } from '../domain/letter.ts';
import type { MailTransport } from './mail-transport.ts';
import type { JobKind } from './queue.ts';

/** What mails are written and sent with. */
export type MailDesk = { database: Database; secrets: Secrets; transport: MailTransport; clock: Clock; baseUrl: URL };

// D5: the first try, then eight more after 10 to 20 s, twice as long each time with that jitter, up to an hour.
const retries = { limit: 8, delay: 10, longestDelay: 3_600 };

/** Sending mails (D5): a mail is written when its turn comes, from what the database says at that moment. */
export function mailJob(desk: MailDesk): JobKind<MailKey> {
  const { database, transport, clock } = desk;
  return {
    async work(key) {
      const mail = await pendingMail(database, key);
      if (!mail) return;
      const letter = letterOf(mail, key, desk);
      // Nobody can use an expired temporary password: the administrator is told instead.
      if (!letter) return settleMail(database, key, 'undelivered', clock());
      const id = `${String(key.id).padStart(10, '0')}-${key.ruc}`;
      await transport.send({ id, to: mail.recipient, ...letter });
      await settleMail(database, key, 'sent', clock());
    },
    giveUp: (key) => settleMail(database, key, 'undelivered', clock()),
    retries,
    limits: { heartbeat: 20, duration: 180 },
    atOnce: 10,
  };
}

function letterOf(mail: PendingMail, { ruc }: MailKey, { secrets, clock, baseUrl }: MailDesk): Letter | null {
  const { personName, entityName, userName, details } = mail;
  const reader = { personName, entityName, ruc, userName: userName ?? '' };
  const signInAddress = new URL(paths.signIn(), baseUrl).href;
  switch (mail.kind) {
    case 'password-reset':
    case 'recovery': {
      const { requestId, temporaryUntil: until } = mail;
      if (!requestId || !until || until <= clock()) return null;
      const password = secrets.temporaryPassword(ruc, requestId);
      const told = { ...reader, password, goodUntil: letterDateTime(until), signInAddress };
      if (mail.kind === 'password-reset') return passwordResetMail(told);
      const reportAddress = new URL(paths.recoveryReportLink(secrets.reportToken(ruc, requestId)), baseUrl).href;
      return recoveryMail({ ...told, reportAddress, letter: resetLetter(details as LetterFacts) });
    }
    case 'recovery-reported':
      return recoveryReportedMail({ ...reader, userName: details.userName ?? '' });
    case 'password-changed':
      return passwordChangedMail(reader);
    case 'user-activated':
      return userActivatedMail({ ...reader, signInAddress });
    case 'email-changed': {
      const [before = '', after = ''] = [details.before, details.after].map((one) => one && maskEmail(one));
      return emailChangedMail({ ...reader, before, after });
    }
  }
}
