import type { MailKind } from '../../domain/mail.ts';
import type { Transaction } from '../database/database.ts';

/** A mail among those of its entity. */
export type MailKey = { ruc: string; id: number };

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

/** Where mails leave: what a change needs of it. */
export type Outbox = {
  /** Stores a mail and puts it into the queue, in the transaction of the change that it tells of. */
  post(transaction: Transaction, ruc: string, mail: NewMail, now: Date): Promise<void>;
  /** Puts a stored mail into the queue once more. */
  enqueue: Enqueue;
};

/** Puts a mail's key into the queue, in the transaction of a change. */
export type Enqueue = (transaction: Transaction, mail: MailKey) => Promise<void>;

/** The outbox over a queue. */
export function openOutbox(enqueue: Enqueue): Outbox {
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
      await enqueue(transaction, { ruc, id });
    },
    enqueue,
  };
}

/** An outbox that drops every mail: for the demonstration's past, of which nobody is told. */
export const closedOutbox: Outbox = { post: async () => {}, enqueue: async () => {} };
