import type { MailContent, MailStatus } from '../../domain/mail.ts';
import type { Database } from '../database/database.ts';
import type { MailKey } from '../records/job.ts';
import { goodUntil, mailContent } from '../records/mail.ts';

/** A queued mail with the data for its text. */
export type PendingMail = {
  content: MailContent;
  recipient: string;
  /** The person it is about, by first name and first surname; userName is '' if it is about no user. */
  reader: { personName: string; entityName: string; userName: string };
  /** The end of its temporary password; null if it has none or another has replaced it. */
  goodUntil: Date | null;
};

/** Reads a queued mail. Gives null if it was sent or dropped meanwhile. */
export async function findPendingMail({ owner }: Database, { ruc, id }: MailKey): Promise<PendingMail | null> {
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
    goodUntil: row.goodUntil,
  };
}

/** Stores the outcome of a queued mail. */
export async function settleMail(
  { owner }: Database,
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
