import { sql } from 'kysely';
import type { User } from '../../domain/user.ts';
import type { Transaction } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { builder, statement } from '../database/statement.ts';
import { passwordState } from './password.ts';
import { openAt } from './session.ts';

/** Reads a user of a RUC, with its contact and the number of its open sessions. Throws NotFound. */
export async function findUser(transaction: Transaction, ruc: string, id: number, now: Date): Promise<User> {
  const user = await findOptionalUser(transaction, ruc, id, now);
  if (!user) throw new NotFound();
  return user;
}

/** Reads a user of a RUC, with its contact and the number of its open sessions. Gives null if there is none. */
export async function findOptionalUser(
  transaction: Transaction,
  ruc: string,
  id: number,
  now: Date,
): Promise<User | null> {
  const [user] = await foundUser(transaction, { ruc, id, now });
  return user ?? null;
}

/** Locks a user until the transaction ends, so that changes follow one another, and reads it. Throws NotFound. */
export async function lockUser(transaction: Transaction, ruc: string, id: number, now: Date): Promise<User> {
  const [, user] = await Promise.all([lockUserRow(transaction, { ruc, id }), findUser(transaction, ruc, id, now)]);
  return user;
}

/**
 * Locks the row of a user until the transaction ends. What is sent behind it reads what stands after the wait; a
 * statement that both waited and read would give the contact and the sessions of before beside the user of after.
 */
export const lockUserRow = statement(({ ruc, id }: Omit<Chosen, 'now'>) =>
  builder.selectFrom('users').select('id').where('ruc', '=', ruc).where('id', '=', id).forUpdate(),
);

type Chosen = { ruc: string; id: number; now: Date };

const foundUser = statement(({ ruc, id, now }: Chosen) => usersQuery({ ruc, now }).where('u.id', '=', id));

/** Builds the reading of the users of a RUC as u, each with its contact as c and the number of its open sessions. */
export function usersQuery({ ruc, now }: Omit<Chosen, 'id'>) {
  return builder
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
      'c.delegated_from as from',
      'c.delegated_until as until',
      passwordState(now).as('password'),
      'c.email',
      sql<number>`(select count(*) from sessions s
                    where s.ruc = u.ruc and s.user_id = u.id and ${openAt(now, 's')})`.as('openSessions'),
    ])
    .where('u.ruc', '=', ruc);
}
