import { useContext } from 'hono/jsx';
import { Bare } from './controls.tsx';
import { Field, type FieldProps, references } from './field-frame.tsx';

/** A field for a file of one of these kinds, each an extension or a type; the browser shows only such files first. */
export function FileField({ form, name, label, hint, kinds }: FieldProps & { kinds: readonly string[] }) {
  if (useContext(Bare)) return null;
  return (
    <Field form={form} name={name} label={label} required hint={hint}>
      <input type="file" accept={kinds.join()} {...references({ form, name, hint, required: true })} />
    </Field>
  );
}
