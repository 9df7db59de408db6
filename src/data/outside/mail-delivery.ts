import type { MailKind, MailStatus } from '../../domain/mail.ts';
import type { Database } from '../database/database.ts';
import type { MailKey } from '../records/job.ts';

/** A mail that waits to be sent, with what its text needs. */
export type PendingMail = {
  kind: MailKind;
  recipient: string;
  entityName: string;
  /** First name and first surname of the person it is about. */
  personName: string;
  /** Of a mail about a user. */
  userName: string | null;
  requestId: string | null;
  /** Until when the user's temporary password is good. */
  temporaryUntil: Date | null;
  details: Record<string, string>;
};

/** The mail behind a key; null where it has gone out already or there is no more reason to send it. */
export async function pendingMail({ owner }: Database, { ruc, id }: MailKey): Promise<PendingMail | null> {
  const row = await owner
    .selectFrom('mails as m')
    .innerJoin('entities as e', 'e.ruc', 'm.ruc')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'm.ruc').onRef('c.id', '=', 'm.contact_id'))
    .leftJoin('users as u', (on) => on.onRef('u.ruc', '=', 'm.ruc').onRef('u.id', '=', 'm.user_id'))
    .select([
      'm.kind',
      'm.recipient',
      'm.request_id as requestId',
      'm.details',
      'e.name as entityName',
      'c.first_name',
      'c.paternal_surname',
      'u.name as userName',
      'u.temporary_until as temporaryUntil',
    ])
    .where('m.ruc', '=', ruc)
    .where('m.id', '=', id)
    .where('m.status', '=', 'queued')
    .executeTakeFirst();
  if (!row) return null;
  const { first_name: firstName, paternal_surname: surname, ...mail } = row;
  return { ...mail, personName: `${firstName} ${surname}` };
}

/** Notes what has become of a mail that was waiting. */
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
