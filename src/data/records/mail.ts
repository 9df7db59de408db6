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
