import type { Contact, ContactData, ContactFacts } from '../../domain/contact.ts';
import { delegationState } from '../../domain/delegation.ts';
import { addressesToNotify } from '../../domain/mail.ts';
import type { HeldMail } from '../../domain/mail-limit.ts';
import type { Scope } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';
import type { columnsOf } from '../records/contact.ts';
import type { NewMail } from '../records/mail.ts';
import type { Door } from './door.ts';

/**
 * Says whether a change of a contact ends the access of its users (S3). A session outside the dates would come to life
 * again with later ones. The administrator is warned, not shut out. Mails to somebody whose delegation hasn't begun yet
 * stay.
 */
export function endsAccess(
  before: ContactData,
  after: ContactData,
  { today, administrator }: Pick<ContactFacts, 'today' | 'administrator'>,
): boolean {
  const isCurrent = (delegation: ContactData) => delegationState(delegation, today) === 'current';
  return !after.active || (!administrator && isCurrent(before) && !isCurrent(after));
}

/** Stores a contact's data as its next version (D3). */
export const storedContact = statement(({ ruc, id, ...columns }: StoredContact) =>
  builder
    .updateTable('contacts')
    .set((value) => ({ ...columns, version: value('version', '+', 1) }))
    .where('ruc', '=', ruc)
    .where('id', '=', id),
);

type StoredContact = ReturnType<typeof columnsOf> & { ruc: string; id: number };

/** The notices of a change of a contact's e-mail, to the old and the new address. */
export function emailNotices({ id, email }: Contact, after: string): NewMail[] {
  const content = { kind: 'email-changed', before: email, after } as const;
  return addressesToNotify(email, after).map((recipient) => ({ content, contactId: id, userId: null, recipient }));
}

/** Posts notices, those of one transaction together. Gives those that a limit holds back (T5). */
export async function postNotices(
  scope: Scope,
  { outbox, ruc, caller }: Door,
  notices: NewMail[],
): Promise<HeldMail[]> {
  const held: (HeldMail | null)[] = [];
  // Each locks the count of its recipient, so that all transactions take them in one order.
  const ordered = notices.toSorted((one, other) => (one.recipient < other.recipient ? -1 : 1));
  for (const notice of ordered) held.push(await outbox.post(scope, ruc, notice, caller.now));
  return held.filter((one) => one !== null);
}
