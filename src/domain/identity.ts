import { type Contact, type ContactData, contactDifferences, contactLabels } from './contact.ts';
import { type AuditEvent, given } from './incident.ts';
import { fullName } from './person-name.ts';

/** The fields of the administrator's contact by which the recovery and the operator know the person (S5). */
const identityFields = ['documentType', 'documentNumber', 'email', 'birthDate'] as const;

export type IdentityField = (typeof identityFields)[number];

/** A contact's values of these fields. */
type IdentityData = Pick<ContactData, IdentityField>;

/** The values that a change replaced, null for what it left alone; a document is its type and number together. */
export type ReplacedIdentity = { [Field in IdentityField]: string | null };

/** The fields of the identity that a change touches, in the order of the form. */
export function changedIdentity(before: IdentityData, after: IdentityData): IdentityField[] {
  return identityFields.filter((field) => before[field] !== after[field]);
}

/** The labels of these fields. */
export function identityLabelsOf(fields: IdentityField[]): string[] {
  return fields.map((field) => contactLabels[field]);
}

/** Says whether an edit of a contact needs the administrator's password (S5). */
export function needsPassword(contact: Contact, data: ContactData, facts: { administrator: boolean }): boolean {
  return facts.administrator && changedIdentity(contact, data).length > 0;
}

/** The values that a change replaces. */
export function replacedIdentity(before: IdentityData, after: IdentityData): ReplacedIdentity {
  const changed = changedIdentity(before, after);
  const document = changed.includes('documentType') || changed.includes('documentNumber');
  return {
    documentType: document ? before.documentType : null,
    documentNumber: document ? before.documentNumber : null,
    email: changed.includes('email') ? before.email : null,
    birthDate: changed.includes('birthDate') ? before.birthDate : null,
  };
}

/** The facts on a reported change: whether another contact has the old document, and the recovery is locked already. */
type ReportFacts = { documentTaken: boolean; recoveryLocked: boolean };

/**
 * Puts back what a reported change replaced (product 2): the address and the birth date in any case, the document unless
 * another contact has it by now, which the event tells.
 */
export function putBackIdentity(
  contact: Contact,
  replaced: ReplacedIdentity,
  { documentTaken, recoveryLocked }: ReportFacts,
): { value: ContactData; event: AuditEvent } {
  const { documentType, documentNumber, email, birthDate } = replaced;
  const document = documentType !== null && documentNumber !== null ? { documentType, documentNumber } : null;
  const { id, version: _, ...data } = contact;
  const value = {
    ...data,
    ...(document && !documentTaken && document),
    email: email ?? data.email,
    birthDate: birthDate ?? data.birthDate,
  };
  return {
    value,
    event: {
      event: 'identity.reported',
      subject: { kind: 'contact', id, name: fullName(contact) },
      changes: [
        ...contactDifferences(contact, value),
        ...(document && documentTaken
          ? [given('identity.documentTaken', `${document.documentType} ${document.documentNumber}`)]
          : []),
        ...(recoveryLocked ? [] : [{ field: 'recovery.locked' as const, old: false, new: true }]),
      ],
    },
  };
}
