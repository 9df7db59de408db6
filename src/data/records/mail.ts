import type { MailKind } from '../../domain/mail.ts';
import type { Transaction } from '../database/database.ts';
import type { MailKey, PostJob } from './job.ts';

/** A mail to be sent; contactId is the person it is about, userId where it is about one of their users. */
export type NewMail = {
  kind: MailKind;
  contactId: number;
  userId: number | null;
  recipient: string;
  /** Of a mail with a temporary password: the request that the password is derived from. */
  requestId?: string;
  details?: Record<string, string>;
};

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
    async post(transaction, ruc, mail, now) {
      const { id } = await transaction
        .insertInto('mails')
        .values({
          ruc,
          kind: mail.kind,
          contact_id: mail.contactId,
          user_id: mail.userId,
          recipient: mail.recipient,
          request_id: mail.requestId ?? null,
          details: JSON.stringify(mail.details ?? {}),
          queued_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await postJob(transaction, 'mail', { ruc, id });
    },
    postAgain: (transaction, mail) => postJob(transaction, 'mail', mail),
  };
}

/** An outbox that drops every mail: for the demonstration's past, of which nobody is told. */
export const closedOutbox: Outbox = { post: async () => {}, postAgain: async () => {} };

/** The mails to give up: of one user, of a contact's users or of all users of the RUC; perhaps only those with a password. */
export type MailsOf = { ruc: string; userId?: number; contactId?: number; withPassword?: boolean };

/** Gives up the mails to users that have not gone out, since their text is no longer true. */
export async function dropMails(transaction: Transaction, of: MailsOf, now: Date): Promise<void> {
  await transaction
    .updateTable('mails')
    .set({ status: 'dropped', settled_at: now })
    .where('ruc', '=', of.ruc)
    .where('status', 'in', ['queued', 'undelivered'])
    .where('user_id', 'is not', null)
    .$if(of.userId !== undefined, (query) => query.where('user_id', '=', of.userId ?? null))
    .$if(of.contactId !== undefined, (query) => query.where('contact_id', '=', of.contactId ?? 0))
    .$if(of.withPassword ?? false, (query) => query.where('request_id', 'is not', null))
    .execute();
}

/** Posts a notice to the person behind a user; a contact without an address gets none. */
export async function tellUser(
  transaction: Transaction,
  outbox: Outbox,
  { ruc, id, contactId, email }: { ruc: string; id: number; contactId: number; email: string },
  kind: MailKind,
  now: Date,
): Promise<void> {
  if (email === '') return;
  await outbox.post(transaction, ruc, { kind, contactId, userId: id, recipient: email }, now);
}
