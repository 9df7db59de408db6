import type { AuditEvent } from './incident.ts';
import type { HeldMail } from './mail-limit.ts';

/** The errors of a form by field, each a sentence with the fault and its remedy. */
export type FieldErrors = Record<string, string>;

/** The key of the error that belongs to no single field. */
export const FORM = '';

/** A refused change, with the errors to show. */
export type Refusal = { kind: 'refused'; errors: FieldErrors };

/**
 * The answer of a rule about a change: changed, with the new value and the event to record; unchanged, if the record
 * already has the value; or refused. A rule is pure: it gets the locked record and facts, and knows no database.
 */
export type Decision<T> = { kind: 'changed'; value: T; event: AuditEvent } | { kind: 'unchanged'; value: T } | Refusal;

/** The decision about a record to be added. */
export type Registration<T> = Exclude<Decision<T>, { kind: 'unchanged' }>;

/**
 * The answer of a verb, always with the record as stored afterwards. Stale means that the record has changed since the
 * caller's form was read, so that nothing was stored (D3). Held are the notices of the change that weren't sent (T5).
 */
export type Outcome<Record> =
  | { kind: 'changed' | 'unchanged' | 'stale'; record: Record; held?: HeldMail[] }
  | { kind: 'refused'; record: Record; errors: FieldErrors };

/**
 * The answer of a verb that adds a record; unchanged if the same form has added it before. Reused means that the form
 * has added this record with other content, so that nothing was stored now (D3).
 */
export type Addition<Record> =
  | { kind: 'changed' | 'unchanged'; id: number }
  | { kind: 'reused'; record: Record }
  | Refusal;

/** Makes a refusal. */
export function refused(errors: FieldErrors): Refusal {
  return { kind: 'refused', errors };
}

/**
 * Says whether a form conflicts with a change that was stored after the form was read (D3). A form sent twice meets its
 * own change, which is no conflict.
 */
export function isStale<T>(decision: Decision<T>, sameVersion: boolean): boolean {
  return decision.kind !== 'unchanged' && !sameVersion;
}

/** Makes the outcome of a verb from its rule's decision, the stored record, and the notices that were held back. */
export function outcomeOf<T, Record>(decision: Decision<T>, record: Record, held?: HeldMail[]): Outcome<Record> {
  if (decision.kind === 'refused') return { kind: 'refused', record, errors: decision.errors };
  return { kind: decision.kind, record, ...(held && { held }) };
}

/** Joins the sentences of errors to one text, where no fields are shown. */
export function errorText(errors: FieldErrors): string {
  return Object.values(errors).join(' ');
}
