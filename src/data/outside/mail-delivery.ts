import { entryHindrances, type Hindrance } from '../../domain/access.ts';
import type { MailContent, MailStatus } from '../../domain/mail.ts';
import type { Database } from '../database/database.ts';
import { type AccessRow, accessColumns, accessFacts } from '../records/access.ts';
import type { MailKey } from '../records/job.ts';
import { goodUntil, mailContent } from '../records/mail.ts';
import { passwordState } from '../records/password.ts';

/** A queued mail with the data for its text. */
export type PendingMail = {
  content: MailContent;
  recipient: string;
  /** The person it is about, by first name and first surname; userName is '' if it is about no user. */
  reader: { personName: string; entityName: string; userName: string };
  /** The reasons why that user doesn't get in today; none if it is about no user. */
  hindrances: Hindrance[];
  /** The end of its temporary password; null if it has none or another has replaced it. */
  goodUntil: Date | null;
};

/** Reads a queued mail. Gives null if it was sent or dropped meanwhile. */
export async function findPendingMail(
  { owner }: Database,
  { ruc, id }: MailKey,
  now: Date,
): Promise<PendingMail | null> {
  const row = await owner
    .selectFrom('mails as m')
    .innerJoin('entities as e', 'e.ruc', 'm.ruc')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'm.ruc').onRef('c.id', '=', 'm.contact_id'))
    .leftJoin('users as u', (on) => on.onRef('u.ruc', '=', 'm.ruc').onRef('u.id', '=', 'm.user_id'))
    .select([
      'm.kind',
      'm.recipient',
      'm.seed',
      'm.details',
      'e.name as entityName',
      'c.first_name',
      'c.paternal_surname',
      'u.name as userName',
      goodUntil.as('goodUntil'),
      passwordState(now).as('password'),
      ...accessColumns,
    ])
    .where('m.ruc', '=', ruc)
    .where('m.id', '=', id)
    .where('m.status', '=', 'queued')
    .executeTakeFirst();
  if (!row) return null;
  const { recipient, entityName, userName } = row;
  const personName = `${row.first_name} ${row.paternal_surname}`;
  return {
    content: mailContent(row),
    recipient,
    reader: { personName, entityName, userName: userName ?? '' },
    // A mail that is about a user has the columns of the user's access.
    hindrances:
      userName === null ? [] : entryHindrances({ ...accessFacts(row as AccessRow), password: row.password }, now),
    goodUntil: row.goodUntil,
  };
}

/** Stores the outcome of a queued mail. */
export async function settleMail(
  { owner }: { owner: Pick<Database['owner'], 'updateTable'> },
  { ruc, id }: MailKey,
  status: Exclude<MailStatus, 'queued'>,
  now: Date,
): Promise<void> {
  await owner
    .updateTable('mails')
    .set({ status, settled_at: now })
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .execute();
}

/** Drops the queued notice of an activation, which is due again when the person gets in (product 3). */
export async function postponeActivation({ owner }: Database, { ruc, id }: MailKey, now: Date): Promise<void> {
  await owner.transaction().execute(async (transaction) => {
    const { userId } = await transaction
      .selectFrom('mails')
      .select('user_id as userId')
      .where('ruc', '=', ruc)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await transaction
      .updateTable('users')
      .set({ activation_due: true })
      .where('ruc', '=', ruc)
      .where('id', '=', userId)
      .where('active', '=', true)
      .execute();
    await settleMail({ owner: transaction }, { ruc, id }, 'dropped', now);
  });
}
