import type { MailContent } from '../../domain/mail.ts';
import type { HeldMail } from '../../domain/mail-limit.ts';
import type { Scope } from '../database/database.ts';
import type { Door } from './door.ts';

/** Posts a notice about a delegate to the entity's administrator. Gives it back if a limit holds it back (T5). */
export async function tellAdministrator(
  scope: Scope,
  { ruc, caller, outbox }: Door,
  content: MailContent,
): Promise<HeldMail | null> {
  const { contactId, email } = await scope
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .select(['c.id as contactId', 'c.email'])
    .where('u.ruc', '=', ruc)
    .where('u.administrator', '=', true)
    .executeTakeFirstOrThrow();
  if (email === '') return null;
  return outbox.post(scope, ruc, { content, contactId, userId: null, recipient: email }, caller.now);
}
