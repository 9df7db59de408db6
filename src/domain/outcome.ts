import type { AuditEvent } from './incident.ts';

/** Sentences by form field, each with the fault and its remedy; under FORM those that belong to no single field. */
export type FieldErrors = Record<string, string>;
export const FORM = '';

/** A rule said no. */
export type Refusal = { kind: 'refused'; errors: FieldErrors };

/**
 * The decision of a rule about a change: it happens and leaves its event, it was made before, or it is refused. A rule
 * is pure: it sees the locked record and facts about it, and knows nothing of how they are stored.
 */
export type Decision<T> = { kind: 'changed'; value: T; event: AuditEvent } | { kind: 'unchanged'; value: T } | Refusal;

/** The decision about a record that doesn't exist yet. */
export type Registration<T> = Exclude<Decision<T>, { kind: 'unchanged' }>;

/**
 * The result of a verb, with the record as it stands afterwards, changed or not. Stale: somebody else changed the
 * record after the caller had read it, so nothing was stored (D3).
 */
export type Outcome<Record> =
  | { kind: 'changed' | 'unchanged' | 'stale'; record: Record }
  | { kind: 'refused'; record: Record; errors: FieldErrors };

/** The result of a verb that adds a record; unchanged where the same form had added it before. */
export type Addition = { kind: 'changed' | 'unchanged'; id: number } | Refusal;

/** Refuses. */
export function refused(errors: FieldErrors): Refusal {
  return { kind: 'refused', errors };
}

/** Turns a decision into the outcome of its verb. */
export function outcomeOf<T, Record>(decision: Decision<T>, record: Record): Outcome<Record> {
  if (decision.kind === 'refused') return { kind: 'refused', record, errors: decision.errors };
  return { kind: decision.kind, record };
}
