import type { AccessFacts } from '../../domain/access.ts';
import type { Transaction } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { builder, statement } from '../database/statement.ts';
import type { UserKey, UserSelection } from './caller.ts';
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

/** A row with these columns. */
export type AccessRow = {
  user_active: boolean;
  administrator: boolean;
  contact_active: boolean;
  delegated_from: string;
  delegated_until: string | null;
  suspended: boolean;
};

/** Turns such a row into the facts for the rule on access (product 6). */
export function accessFacts(row: AccessRow): AccessFacts {
  return {
    entitySuspended: row.suspended,
    contactActive: row.contact_active,
    active: row.user_active,
    administrator: row.administrator,
    from: row.delegated_from,
    until: row.delegated_until,
  };
}

/** Reads the facts that decide on a user's access. */
export async function findAccess(transaction: Transaction, user: UserKey): Promise<AccessFacts> {
  const [row] = await selectAccess(transaction, user);
  if (!row) throw new NotFound();
  return accessFacts(row);
}

const selectAccess = statement(({ ruc, userId }: UserKey) =>
  builder
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .select(accessColumns)
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', userId),
);

/**
 * Ends the sessions of users whose access ends (S3) and drops their unsent mails, in the same transaction. The row of a
 * single user is locked already; those of a contact or an entity are locked here, so that no sign-in opens a session
 * meanwhile (S5).
 */
export async function endAccess(transaction: Transaction, users: UserSelection, now: Date): Promise<void> {
  await Promise.all([
    lockUsers(transaction, users),
    endSessions(transaction, users),
    dropMails(transaction, users, now),
  ]);
}

/**
 * Ends the sessions of a user whose password is replaced, and drops unsent mails with an earlier password. The user's
 * row is locked already (S5).
 */
export async function endPassword(transaction: Transaction, user: UserKey, now: Date): Promise<void> {
  await Promise.all([endSessions(transaction, user), dropMails(transaction, { ...user, withPassword: true }, now)]);
}

async function lockUsers(transaction: Transaction, { ruc, userId, contactId }: UserSelection): Promise<void> {
  if (userId !== undefined) return;
  const query = transaction.selectFrom('users').select('id').where('ruc', '=', ruc).orderBy('id').forUpdate();
  await (contactId === undefined ? query : query.where('contact_id', '=', contactId)).execute();
}

async function endSessions(transaction: Transaction, { ruc, userId, contactId }: UserSelection): Promise<void> {
  if (userId !== undefined) await deleteSessionsOfUser(transaction, { ruc, userId });
  else if (contactId !== undefined) await deleteSessionsOfContact(transaction, { ruc, contactId });
  else await transaction.deleteFrom('sessions').where('ruc', '=', ruc).execute();
}

const deleteSessionsOfUser = statement(({ ruc, userId }: UserKey) =>
  builder.deleteFrom('sessions').where('ruc', '=', ruc).where('user_id', '=', userId),
);

const deleteSessionsOfContact = statement(({ ruc, contactId }: { ruc: string; contactId: number }) =>
  builder
    .deleteFrom('sessions')
    .where('ruc', '=', ruc)
    .where('user_id', 'in', (read) =>
      read.selectFrom('users').select('users.id').where('users.ruc', '=', ruc).where('contact_id', '=', contactId),
    ),
);
