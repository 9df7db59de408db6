import type { FieldErrors } from '../../src/domain/outcome.ts';

export { errorText } from '../../src/domain/outcome.ts';

/** A form as a page shows it. */
export type FormState = {
  /** The text in each field. */
  values: Record<string, string>;
  errors: FieldErrors;
  /** The hidden fields by name, such as a version or a creation key. */
  carried: Record<string, string>;
};

/** A form without values that carries nothing. */
export const emptyForm: FormState = { values: {}, errors: {}, carried: {} };

/** Says whether a form was sent and refused. */
export function isRefused({ errors }: FormState): boolean {
  return Object.keys(errors).length > 0;
}

/** Gives the form with the errors for which it is refused. */
export function withErrors(form: FormState, errors: FieldErrors): FormState {
  return { ...form, errors };
}

/** Gives the form with the errors of some fields alone, for a button that looks at no others. */
export function withErrorsOf(form: FormState, ...names: string[]): FormState {
  return withErrors(form, Object.fromEntries(Object.entries(form.errors).filter(([name]) => names.includes(name))));
}
