import type { MailKind } from '../../domain/mail.ts';
import type { Transaction } from '../database/database.ts';
import type { Outbox } from './outbox.ts';

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
