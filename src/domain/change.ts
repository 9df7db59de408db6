/** One field of a record before and after; null where there was or is nothing. Never a secret. */
export type FieldChange = { field: string; old: string | null; new: string | null };

/** What an incident records of a change, in the reader's words (Spanish). */
export type AuditEvent = {
  event: EventName;
  subject: { kind: 'contact' | 'user' | 'entity'; id: number | null; name: string };
  changes: FieldChange[];
};

export type EventName =
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

/** By form field, the sentence that says what is wrong and how to mend it; under FORM what belongs to no field. */
export type FieldErrors = Record<string, string>;
export const FORM = '';

/**
 * What a rule decides about a change: it happens (and leaves its event), it is there already, or it is refused.
 * A rule is pure: it sees the locked record and facts about it, and says nothing of how they are stored.
 */
export type Outcome<T> =
  | { kind: 'changed'; value: T; event: AuditEvent }
  | { kind: 'unchanged'; value: T }
  | { kind: 'refused'; errors: FieldErrors };

/** What a rule decides about a record that isn't there yet. */
export type Registration<T> = Exclude<Outcome<T>, { kind: 'unchanged' }>;

/** The outcome of a rule that says no. */
export function refused(errors: FieldErrors): { kind: 'refused'; errors: FieldErrors } {
  return { kind: 'refused', errors };
}

/** The fields that differ between two readings of one record, in the order of the labels. */
export function differences(
  labels: Record<string, string>,
  before: Record<string, string | null> | null,
  after: Record<string, string | null> | null,
): FieldChange[] {
  return Object.entries(labels)
    .map(([key, field]) => ({ field, old: before?.[key] || null, new: after?.[key] || null }))
    .filter((change) => change.old !== change.new);
}
