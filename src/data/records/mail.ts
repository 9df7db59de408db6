import { type SqlBool, sql } from 'kysely';
import type { MailContent } from '../../domain/mail.ts';
import type { User } from '../../domain/user.ts';
import type { Transaction } from '../database/database.ts';
import type { MailKey, PostJob } from './job.ts';

/** A mail to be sent; contactId is the person it is about, userId one of their users if it is about that user. */
export type NewMail = { content: MailContent; contactId: number; userId: number | null; recipient: string };

/** The place where changes leave their mails. */
export type Outbox = {
  /** Stores a mail and posts the job of sending it, in the transaction of the change that it tells of. */
  post(transaction: Transaction, ruc: string, mail: NewMail, now: Date): Promise<void>;
  /** Posts the job of sending a stored mail once more. */
  postAgain(transaction: Transaction, mail: MailKey): Promise<void>;
};

/** The outbox over a queue of jobs. */
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

/** An outbox that drops every mail: for the demonstration's past, of which nobody is told. */
export const closedOutbox: Outbox = { post: async () => {}, postAgain: async () => {} };

function contentColumns(content: MailContent) {
  const { kind, seed, ...details } = { seed: null, ...content };
  return { kind, seed, details: JSON.stringify(details) };
}

/** The content of a stored mail. */
export function mailContent(row: { kind: MailContent['kind']; seed: string | null; details: object }): MailContent {
  const { kind, seed, details } = row;
  return { kind, ...details, ...(seed !== null && { seed }) } as MailContent;
}

/** Posts a notice to the person behind a user; a contact without an address gets none. */
export async function tellUser(
  transaction: Transaction,
  outbox: Outbox,
  { ruc, id, contactId, email }: { ruc: string } & Pick<User, 'id' | 'contactId' | 'email'>,
  content: MailContent,
  now: Date,
): Promise<void> {
  if (email === '') return;
  await outbox.post(transaction, ruc, { content, contactId, userId: id, recipient: email }, now);
}

/** The mails to give up: of one user, of a contact's users or of all users of the RUC; perhaps only those with a password. */
export type MailsOf = { ruc: string; userId?: number; contactId?: number; withPassword?: boolean };

/** Gives up the mails to users that have not been sent, since their text is no longer true. */
export async function dropMails(transaction: Transaction, of: MailsOf, now: Date): Promise<void> {
  await transaction
    .updateTable('mails')
    .set({ status: 'dropped', settled_at: now })
    .where('ruc', '=', of.ruc)
    .where('status', 'in', ['queued', 'undelivered'])
    .where('user_id', 'is not', null)
    .$if(of.userId !== undefined, (query) => query.where('user_id', '=', of.userId ?? null))
    .$if(of.contactId !== undefined, (query) => query.where('contact_id', '=', of.contactId ?? 0))
    .$if(of.withPassword ?? false, (query) => query.where('seed', 'is not', null))
    .execute();
}

/**
 * The condition that mail m could not be delivered to user u of contact c. A notice to the contact's former address
 * doesn't count: that address is most often dead.
 */
export const isUndelivered = sql<SqlBool>`(m.ruc = u.ruc and m.contact_id = u.contact_id and m.status = 'undelivered'
  and (m.user_id = u.id or m.user_id is null and m.recipient = c.email))`;

/** The end of the temporary password that mail m tells user u; null where another has taken its place. */
export const goodUntil = sql<Date | null>`case when m.seed = u.mailed_seed then u.mailed_until end`;
