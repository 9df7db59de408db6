import { createHmac } from 'node:crypto';
import type { MailKind } from '../../domain/mail.ts';
import type { Scope } from '../database/database.ts';
import { newTemporaryPassword, passwordFrom } from '../secrets/passwords.ts';
import { newToken } from '../secrets/tokens.ts';

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
  post(scope: Scope, ruc: string, mail: NewMail, now: Date): Promise<void>;
  /** Puts a stored mail into the queue once more. */
  enqueue: Enqueue;
  /** The temporary password of a request (P3): derived, so that it is at rest nowhere and a repeated mail has the same. */
  temporaryPassword(ruc: string, requestId: string): string;
  /** The secret of the link that reports a recovery; derived like the password. */
  reportToken(ruc: string, requestId: string): string;
};

/** Puts a mail's key into the queue, in the scope's transaction. */
export type Enqueue = (scope: Scope, mail: MailKey) => Promise<void>;

/** The outbox over a queue; key is the server's. */
export function openOutbox(key: Buffer, enqueue: Enqueue): Outbox {
  return {
    async post(scope, ruc, mail, now) {
      const { id } = await scope
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
      await enqueue(scope, { ruc, id });
    },
    enqueue,
    temporaryPassword: (ruc, requestId) => passwordFrom(derived('temporary password', ruc, requestId)),
    reportToken: (ruc, requestId) => derived('report', ruc, requestId).toString('base64url'),
  };

  function derived(purpose: string, ruc: string, requestId: string): Buffer {
    return createHmac('sha256', key).update(`${purpose} ${ruc} ${requestId}`).digest();
  }
}

/** An outbox that nothing leaves: for a past that is told and not lived. */
export const closedOutbox: Outbox = {
  post: async () => {},
  enqueue: async () => {},
  temporaryPassword: newTemporaryPassword,
  reportToken: newToken,
};
