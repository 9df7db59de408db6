import type { Child } from 'hono/jsx';
import { Days } from './days.tsx';
import type { FormState } from './form-state.ts';

/** What each kind of field is given. */
export type FieldProps = {
  form: FormState;
  name: string;
  label: string;
  required?: boolean;
  hint?: string;
};

type FieldFrameProps = FieldProps & { kind?: string; children: Child };

/** The frame of a field, with its label, its error and its hint. */
export function Field({ form, name, label, required, hint, kind = '', children }: FieldFrameProps) {
  const error = form.errors[name];
  return (
    <div class={`field${error ? ' field-error' : ''}${kind}`}>
      <label for={name} class={required ? 'required' : undefined}>
        {label}
      </label>
      {error && <FieldError name={name}>{error}</FieldError>}
      {children}
      {hint && <Hint name={name}>{hint}</Hint>}
    </div>
  );
}

/** What helps to fill in a field. It stands below, so that the fields of a pair stand on one line. */
export function Hint({ name, children }: { name: string; children: string }) {
  return (
    <p class="hint" id={`${name}-ayuda`}>
      <Days>{children}</Days>
    </p>
  );
}

/** The fault of a field, with its remedy (U1). */
export function FieldError({ name, children }: { name: string; children: string }) {
  return (
    <p class="error" id={`${name}-error`}>
      <Days>{children}</Days>
    </p>
  );
}

type Described = Pick<FieldProps, 'form' | 'name' | 'hint'> & { list?: string | undefined };

/** The attributes by which a field's label, error and hint find it. */
export function references({ required, ...field }: Described & { required?: boolean | undefined }) {
  return {
    id: field.name,
    name: field.name,
    'aria-required': required ? 'true' : undefined,
    'aria-invalid': field.form.errors[field.name] ? 'true' : undefined,
    'aria-describedby': describedBy(field),
  } as const;
}

/** The ids of the hint, the error and a list of rules of a field. */
export function describedBy({ form, name, hint, list }: Described): string | undefined {
  const ids = [hint && `${name}-ayuda`, form.errors[name] && `${name}-error`, list].filter(Boolean);
  return ids.length > 0 ? ids.join(' ') : undefined;
}
