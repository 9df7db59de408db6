import type { Contact, ContactData } from '../../domain/contact.ts';
import { changedIdentity, replacedIdentity } from '../../domain/identity.ts';
import type { HeldMail } from '../../domain/mail-limit.ts';
import { reportLife } from '../../domain/recovery.ts';
import type { Scope } from '../database/database.ts';
import { newToken, tokenHash } from '../secrets/tokens.ts';
import type { Door } from './door.ts';

/**
 * Notes a change of the administrator's own identity, and tells the old address with the link that reports it (S5). An
 * e-mail that changes is told to the new address as well, without the link. Gives the notices that a limit held back.
 */
export async function noteIdentityChange(
  scope: Scope,
  { ruc, caller, secrets, outbox }: Door,
  contact: Contact,
  after: ContactData,
): Promise<HeldMail[]> {
  const { now } = caller;
  const reportSeed = newToken();
  const replaced = replacedIdentity(contact, after);
  await scope
    .insertInto('identity_changes')
    .values({
      ruc,
      contact_id: contact.id,
      email: replaced.email,
      document_type: replaced.documentType,
      document_number: replaced.documentNumber,
      birth_date: replaced.birthDate,
      changed_at: now,
      report_hash: tokenHash(secrets.identityReportToken(ruc, reportSeed)),
      report_until: new Date(now.getTime() + reportLife),
    })
    .execute();
  const addresses = { before: contact.email, after: after.email };
  const about = { contactId: contact.id, userId: null };
  const held: (HeldMail | null)[] = [];
  if (contact.email !== '') {
    const content = {
      kind: 'identity-changed',
      reportSeed,
      changed: changedIdentity(contact, after),
      ...addresses,
    } as const;
    held.push(await outbox.post(scope, ruc, { content, ...about, recipient: contact.email }, now));
  }
  if (after.email !== contact.email) {
    const content = { kind: 'email-changed', ...addresses } as const;
    held.push(await outbox.post(scope, ruc, { content, ...about, recipient: after.email }, now));
  }
  return held.filter((one) => one !== null);
}
