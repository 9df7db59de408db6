import type { ContactData } from './contact.ts';

/** The kinds of incident, as stored. Never renamed: the history is append-only. */
export type EventCode =
  | 'contact.created'
  | 'contact.changed'
  | 'contact.deleted'
  | 'user.created'
  | 'user.activated'
  | 'user.deactivated'
  | 'profile.changed'
  | 'budget.changed'
  | 'password.changed'
  | 'password.reset'
  | 'mail.resent'
  | 'sign-in.refused'
  | 'password.voided'
  | 'recovery.requested'
  | 'recovery.reported'
  | 'session.ended'
  | 'administrator.reset'
  | 'entity.created'
  | 'entity.suspended'
  | 'entity.resumed';

/** The fields that an incident may tell of, as stored. Never renamed either. */
export type FieldCode =
  | 'entity.suspended'
  | 'contact.id'
  | `contact.${keyof ContactData}`
  | 'user.id'
  | 'user.name'
  | 'user.contactId'
  | 'user.contactName'
  | 'user.administrator'
  | 'user.active'
  | 'user.menu'
  | 'budget.limit'
  | 'budget.active'
  | 'password.sentTo'
  | 'mail.resentTo'
  | 'recovery.reason'
  | 'recovery.reportedInTime'
  | 'request.address'
  | 'sign-in.failures'
  | 'session.count'
  | 'session.ended';

/**
 * A value as the record holds it: ISO dates, codes of menus, decimal amounts as text, booleans, numbers; of an ended
 * session its browser and the moment of its sign-in (ISO, UTC). Null where there was or is nothing. Never a secret.
 */
export type RawValue = string | number | boolean | null | { browser: string; since: string };

/** One field of a record before and after. */
export type FieldChange = { field: FieldCode; old: RawValue; new: RawValue };

/** What an incident records of a change. Words are made when it is shown (incident-words.ts). */
export type AuditEvent = {
  event: EventCode;
  subject: { kind: 'contact' | 'user' | 'entity'; id: number | null; name: string };
  changes: FieldChange[];
};

/** A field of a record that has come to be. */
export function given(field: FieldCode, value: RawValue): FieldChange {
  return { field, old: null, new: value };
}

/** The fields among the codes that differ between two readings of one record, in the order of the codes; empty texts count as null. */
export function differences<Code extends FieldCode>(
  codes: readonly Code[],
  before: Record<Code, RawValue> | null,
  after: Record<Code, RawValue> | null,
): FieldChange[] {
  const read = (record: Record<Code, RawValue> | null, code: Code) => {
    const value = record?.[code] ?? null;
    return value === '' ? null : value;
  };
  return codes
    .map((field) => ({ field, old: read(before, field), new: read(after, field) }))
    .filter((change) => change.old !== change.new);
}
