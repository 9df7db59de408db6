import type { FieldErrors } from '../../src/domain/outcome.ts';

/** A form as a page shows it. */
export type FormState = {
  /** The text in each field. */
  values: Record<string, string>;
  errors: FieldErrors;
  /** The hidden fields that the form carries through, by name: a version, a creation key. */
  carried: Record<string, string>;
};

/** A form without values that carries nothing. */
export const emptyForm: FormState = { values: {}, errors: {}, carried: {} };

/** True for a form that was sent and not accepted. */
export function isRefused({ errors }: FormState): boolean {
  return Object.keys(errors).length > 0;
}

/** Gives the form as it was sent, with the errors for which it is refused. */
export function withErrors(form: FormState, errors: FieldErrors): FormState {
  return { ...form, errors };
}

/** Gives the sentences of errors as one text, for a place that shows them without fields. */
export function errorText(errors: FieldErrors): string {
  return Object.values(errors).join(' ');
}
