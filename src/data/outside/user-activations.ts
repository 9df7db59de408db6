import type { Kysely } from 'kysely';
import { entryHindrances } from '../../domain/access.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import type { UserKey } from '../records/caller.ts';
import { isActivationTold, type Outbox } from '../records/mail.ts';
import { passwordState } from '../records/password.ts';

/**
 * Posts the notices of activations that waited until the person gets in (product 3), each once, whatever the number of
 * processes, and none within an hour after another. One that a limit holds back (T5) waits for the next sweep.
 */
export async function tellDueActivations(
  { database: { owner }, outbox }: { database: Pick<Database, 'owner'>; outbox: Outbox },
  now: Date,
): Promise<void> {
  const due = await dueUsers(owner, now).execute();
  for (const { ruc, userId } of due.filter((user) => getsIn(user, now))) {
    await owner.transaction().execute((transaction) => tellOnce(transaction, outbox, { ruc, userId }, now));
  }
}

async function tellOnce(transaction: Transaction, outbox: Outbox, { ruc, userId }: UserKey, now: Date): Promise<void> {
  // Locked before it is read, since whatever ends access locks the row, too (S5).
  await transaction
    .selectFrom('users')
    .select('id')
    .where('ruc', '=', ruc)
    .where('id', '=', userId)
    .forUpdate()
    .execute();
  const user = await dueUsers(transaction, now).where('u.ruc', '=', ruc).where('u.id', '=', userId).executeTakeFirst();
  if (!user || !getsIn(user, now)) return;
  const { contactId, email: recipient } = user;
  if (recipient !== '' && !(await isActivationTold(transaction, { ruc, userId, recipient, now }))) {
    const content = { kind: 'user-activated' } as const;
    if (await outbox.admit(transaction, ruc, { ...content, recipient }, now)) return;
    await outbox.postAdmitted(transaction, ruc, { content, contactId, userId, recipient }, now);
  }
  await transaction
    .updateTable('users')
    .set({ activation_due: false })
    .where('ruc', '=', ruc)
    .where('id', '=', userId)
    .execute();
}

type DueUser = Awaited<ReturnType<ReturnType<typeof dueUsers>['execute']>>[number];

function getsIn(user: DueUser, now: Date): boolean {
  return entryHindrances({ ...accessFacts(user), password: user.password }, now).length === 0;
}

function dueUsers(on: Pick<Kysely<Schema>, 'selectFrom'>, now: Date) {
  return on
    .selectFrom('users as u')
    .innerJoin('contacts as c', (join) => join.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .select(['u.ruc', 'u.id as userId', 'c.id as contactId', 'c.email', ...accessColumns])
    .select(passwordState(now).as('password'))
    .where('u.activation_due', '=', true)
    .orderBy('u.ruc')
    .orderBy('u.id');
}
