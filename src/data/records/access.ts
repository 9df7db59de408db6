import type { AccessFacts } from '../../domain/actor.ts';
import type { Transaction } from '../database/database.ts';
import { dropMails } from './mail.ts';

/** The columns that decide on access, of users as u, contacts as c and entities as e. */
export const accessColumns = [
  'u.active as user_active',
  'u.administrator',
  'c.active as contact_active',
  'c.delegated_from',
  'c.delegated_until',
  'e.suspended',
] as const;

type AccessRow = {
  user_active: boolean;
  administrator: boolean;
  contact_active: boolean;
  delegated_from: string;
  delegated_until: string | null;
  suspended: boolean;
};

/** The facts for the rule on access (product 6). */
export function accessFacts(row: AccessRow): AccessFacts {
  return {
    entitySuspended: row.suspended,
    contactActive: row.contact_active,
    userActive: row.user_active,
    administrator: row.administrator,
    from: row.delegated_from,
    until: row.delegated_until,
  };
}

/** One user of a RUC, the users of one of its contacts, or all of its users. */
export type UsersOf = { ruc: string; userId?: number; contactId?: number };

/** Ends the access of users, in the transaction that takes it away: their sessions (S3), and the mails on their way. */
export async function endAccess(transaction: Transaction, users: UsersOf, now: Date): Promise<void> {
  await endSessions(transaction, users);
  await dropMails(transaction, users, now);
}

/** Ends what a password has opened, in the transaction that replaces it: the sessions, and mails that carry an earlier one. */
export async function endPassword(transaction: Transaction, user: Required<Omit<UsersOf, 'contactId'>>, now: Date) {
  await endSessions(transaction, user);
  await dropMails(transaction, { ...user, withPassword: true }, now);
}

async function endSessions(transaction: Transaction, { ruc, userId, contactId }: UsersOf): Promise<void> {
  let query = transaction.deleteFrom('sessions').where('ruc', '=', ruc);
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  if (contactId !== undefined) {
    query = query.where('user_id', 'in', (read) =>
      read.selectFrom('users').select('users.id').where('users.ruc', '=', ruc).where('contact_id', '=', contactId),
    );
  }
  await query.execute();
}
