import { type SqlBool, sql } from 'kysely';
import type { MailContent } from '../../domain/mail.ts';
import type { User } from '../../domain/user.ts';
import type { Transaction } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';
import type { Origin, UserSelection } from './caller.ts';
import type { MailKey, PostJob } from './job.ts';

/** A mail to send about a contact, or about one of the contact's users; userId is null in a mail about the contact. */
type NewMail = { content: MailContent; contactId: number; userId: number | null; recipient: string };

/** Takes the mails that changes send. */
export type Outbox = {
  /** Stores a mail and posts the job that sends it, in the transaction of the change that it reports. */
  post(transaction: Transaction, ruc: string, mail: NewMail, now: Date): Promise<void>;
  /** Posts the job that sends a stored mail once more. */
  postAgain(transaction: Transaction, mail: MailKey): Promise<void>;
};

/** Opens the outbox over a queue of jobs. */
export function openOutbox(postJob: PostJob): Outbox {
  return {
    async post(transaction, ruc, { content, contactId, userId, recipient }, now) {
      const { id } = await transaction
        .insertInto('mails')
        .values({ ruc, ...contentColumns(content), contact_id: contactId, user_id: userId, recipient, queued_at: now })
        .returning('id')
        .executeTakeFirstOrThrow();
      await postJob(transaction, 'mail', { ruc, id });
    },
    postAgain: (transaction, mail) => postJob(transaction, 'mail', mail),
  };
}

/** Takes mails and sends none, for changes in the past of the demonstration. */
export const discardingOutbox: Outbox = { post: async () => {}, postAgain: async () => {} };

function contentColumns(content: MailContent) {
  const { kind, seed, ...details } = { seed: null, ...content };
  return { kind, seed, details: JSON.stringify(details) };
}

/** Reads the content of a stored mail. */
export function mailContent(row: { kind: MailContent['kind']; seed: string | null; details: object }): MailContent {
  const { kind, seed, details } = row;
  return { kind, ...details, ...(seed !== null && { seed }) } as MailContent;
}

/** Posts a mail to the contact of a user; without an e-mail it posts nothing. */
export async function tellUser(
  transaction: Transaction,
  { ruc, outbox, caller }: { ruc: string; outbox: Outbox; caller: Pick<Origin, 'now'> },
  { id, contactId, email }: Pick<User, 'id' | 'contactId' | 'email'>,
  content: MailContent,
): Promise<void> {
  if (email === '') return;
  await outbox.post(transaction, ruc, { content, contactId, userId: id, recipient: email }, caller.now);
}

/** Selects the mails to some users, all of them or only those with a temporary password. */
type MailSelection = UserSelection & { withPassword?: boolean };

/** Drops unsent mails to users, because their text is no longer true. */
export async function dropMails(transaction: Transaction, selection: MailSelection, now: Date): Promise<void> {
  const { ruc, userId, contactId, withPassword = false } = selection;
  if (userId !== undefined) await dropMailsOfUser(transaction, { ruc, userId, withPassword, now });
  else if (contactId !== undefined) await dropMailsOfContact(transaction, { ruc, contactId, now });
  else await dropped({ ruc, now }, transaction).execute();
}

type Drop = { ruc: string; now: Date };

const dropMailsOfUser = statement((drop: Drop & { userId: number; withPassword: boolean }) =>
  dropped(drop)
    .where('user_id', '=', drop.userId)
    .where((mail) => mail.or([mail.not(mail.val(drop.withPassword)), mail('seed', 'is not', null)])),
);

const dropMailsOfContact = statement((drop: Drop & { contactId: number }) =>
  dropped(drop).where('contact_id', '=', drop.contactId),
);

function dropped({ ruc, now }: Drop, on: Pick<Transaction, 'updateTable'> = builder) {
  return on
    .updateTable('mails')
    .set({ status: 'dropped', settled_at: now })
    .where('ruc', '=', ruc)
    .where('status', 'in', ['queued', 'undelivered'])
    .where('user_id', 'is not', null);
}

/**
 * The SQL condition that mail m to user u of contact c is undelivered. A notice to the contact's former address doesn't
 * count, because such an address is usually dead.
 */
export const isUndelivered = sql<SqlBool>`(m.ruc = u.ruc and m.contact_id = u.contact_id and m.status = 'undelivered'
  and (m.user_id = u.id or m.user_id is null and m.recipient = c.email))`;

/** The SQL value of the end of the temporary password in mail m to user u; null if the password was replaced. */
export const goodUntil = sql<Date | null>`case when m.seed = u.mailed_seed then u.mailed_until end`;
