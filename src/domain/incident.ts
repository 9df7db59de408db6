import type { ContactData } from './contact.ts';
import type { FilterName } from './list-filters.ts';

/** The codes of events, as stored. A code is never renamed, because the history is append-only (D4). */
export type EventCode =
  | 'contact.created'
  | 'contact.changed'
  | 'contact.deleted'
  | 'user.created'
  | 'user.activated'
  | 'user.deactivated'
  | 'profile.changed'
  | 'template.created'
  | 'template.changed'
  | 'template.deleted'
  | 'budget.changed'
  | 'handover.made'
  | 'password.changed'
  | 'password.reset'
  | 'mail.resent'
  | 'sign-in.refused'
  | 'password.voided'
  | 'password.ended'
  | 'recovery.requested'
  | 'recovery.reported'
  | 'identity.reported'
  | 'session.ended'
  | 'list.downloaded'
  | 'data.downloaded'
  | 'correction.requested'
  | 'administrator.reset'
  | 'administrator.set'
  | 'administration.offered'
  | 'administration.withdrawn'
  | 'administration.declined'
  | 'administration.accepted'
  | 'entity.created'
  | 'entity.suspended'
  | 'entity.resumed';

/** The codes of the fields in incidents, as stored; never renamed either. */
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
  | 'termination.reason'
  | 'correction.text'
  | 'template.name'
  | 'template.menu'
  | 'budget.limit'
  | 'budget.active'
  | 'handover.id'
  | 'handover.successor'
  | 'handover.lastDay'
  | 'handover.firstDay'
  | 'password.sentTo'
  | 'mail.resentTo'
  | 'recovery.reason'
  | 'recovery.reportedInTime'
  | 'recovery.locked'
  | 'identity.documentTaken'
  | 'administration.email'
  | 'administration.until'
  | 'administration.withdrawnFor'
  | 'request.address'
  | 'sign-in.failures'
  | 'session.count'
  | 'session.ended'
  | 'download.list'
  | 'download.format'
  | 'download.records'
  | 'download.person'
  | 'download.day'
  | 'download.search'
  | `download.${FilterName}`;

/**
 * A value as the record holds it: an ISO date, menu code, decimal amount as text, boolean or number; for an ended
 * session its browser and the instant of its sign-in (ISO, UTC). Null for no value. Never a secret (D4).
 */
export type RawValue = string | number | boolean | null | { browser: string; since: string };

/** One field of a record before and after. */
export type FieldChange = { field: FieldCode; old: RawValue; new: RawValue };

/** The part of an incident that a rule decides. It has no words: incident-words.ts makes them when it is shown. */
export type AuditEvent = {
  event: EventCode;
  subject: { kind: 'contact' | 'user' | 'entity' | 'template'; id: number | null; name: string };
  changes: FieldChange[];
};

/** Gives an event with the number of its subject. */
export function withSubject(event: AuditEvent, id: number | undefined): AuditEvent {
  return { ...event, subject: { ...event.subject, id: id ?? null } };
}

/** The change of a field that had no value before. */
export function given(field: FieldCode, value: RawValue): FieldChange {
  return { field, old: null, new: value };
}

/**
 * The fields whose values differ between two versions of a record, in the order of the codes. An empty text counts as
 * null; null instead of a version stands for a record not yet added or deleted.
 */
export function differences<Code extends FieldCode>(
  codes: readonly Code[],
  before: Record<Code, RawValue> | null,
  after: Record<Code, RawValue> | null,
): FieldChange[] {
  const rawValueOf = (record: Record<Code, RawValue> | null, code: Code) => {
    const value = record?.[code] ?? null;
    return value === '' ? null : value;
  };
  return codes
    .map((field) => ({ field, old: rawValueOf(before, field), new: rawValueOf(after, field) }))
    .filter((change) => change.old !== change.new);
}
