import type { Contact, ContactData } from '../../domain/contact.ts';
import { changedIdentity, replacedIdentity } from '../../domain/identity.ts';
import type { HeldMail } from '../../domain/mail-limit.ts';
import { reportLife } from '../../domain/recovery.ts';
import type { Scope } from '../database/database.ts';
import { newToken, tokenHash } from '../secrets/tokens.ts';
import type { Door } from './door.ts';

/**
 * Counts the notice of a change of the administrator's identity to the old address. Gives it back if a limit holds it
 * back; then the change may not be made, because the owner of the account would not learn of it (S5, T5).
 */
export async function admitIdentityNotice(
  scope: Scope,
  { ruc, caller, outbox }: Door,
  { email }: Contact,
): Promise<HeldMail | null> {
  if (email === '') return null;
  return outbox.admit(scope, ruc, { kind: 'identity-changed', recipient: email }, caller.now);
}

/**
 * Notes a change of the administrator's own identity, whose notice was admitted, and tells the old address with the
 * link that reports it (S5). An e-mail that changes is told to the new address as well, without the link. Gives the
 * notices that a limit held back.
 */
export async function noteIdentityChange(
  scope: Scope,
  { ruc, caller, secrets, outbox }: Door,
  { contact, after, userId }: { contact: Contact; after: ContactData; userId: number },
): Promise<HeldMail[]> {
  const { now } = caller;
  const reportSeed = newToken();
  const replaced = replacedIdentity(contact, after);
  await scope
    .insertInto('identity_changes')
    .values({
      ruc,
      contact_id: contact.id,
      user_id: userId,
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
  if (contact.email !== '') {
    const content = {
      kind: 'identity-changed',
      reportSeed,
      changed: changedIdentity(contact, after),
      ...addresses,
    } as const;
    await outbox.postAdmitted(scope, ruc, { content, ...about, recipient: contact.email }, now);
  }
  if (after.email === contact.email) return [];
  const content = { kind: 'email-changed', ...addresses } as const;
  const held = await outbox.post(scope, ruc, { content, ...about, recipient: after.email }, now);
  return held ? [held] : [];
}
