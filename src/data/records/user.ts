import { sql } from 'kysely';
import type { User } from '../../domain/user.ts';
import type { Transaction } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { openAt } from './session.ts';

/** Reads a user of a RUC, with its contact and the number of its open sessions. Throws NotFound. */
export function findUser(transaction: Transaction, ruc: string, id: number, now: Date): Promise<User> {
  return userRecord(transaction, ruc, id, now, false);
}

/** Reads a user and locks it until the transaction ends, so that changes follow one another. Throws NotFound. */
export function lockUser(transaction: Transaction, ruc: string, id: number, now: Date): Promise<User> {
  return userRecord(transaction, ruc, id, now, true);
}

async function userRecord(
  transaction: Transaction,
  ruc: string,
  id: number,
  now: Date,
  locked: boolean,
): Promise<User> {
  const query = transaction
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .select([
      'u.id',
      'u.name',
      'u.administrator',
      'u.active',
      'u.contact_id as contactId',
      'c.full_name as contactName',
      'c.active as contactActive',
      'c.email',
      sql<number>`(select count(*) from sessions s
                    where s.ruc = u.ruc and s.user_id = u.id and ${openAt(now, 's')})`.as('openSessions'),
    ])
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', id);
  const user = await (locked ? query.forUpdate('u') : query).executeTakeFirst();
  if (!user) throw new NotFound();
  return user;
}
