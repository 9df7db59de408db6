import { useContext } from 'hono/jsx';
import { type Choice, groupsOf } from './choices.ts';
import { Bare } from './controls.tsx';
import { describedBy, FieldError, type FieldProps, Hint, references } from './field-frame.tsx';
import { Printed } from './fields.tsx';

/** A checkbox with its label as value. One that has to be ticked accepts something, and is no value for paper. */
export function CheckboxField({ form, name, label, required }: FieldProps) {
  const error = form.errors[name];
  if (useContext(Bare)) return required ? null : <Printed label={label} value={form.values[name] ? 'Sí' : 'No'} />;
  return (
    <div class={`${required ? 'screen ' : ''}field${error ? ' field-error' : ''}`}>
      {error && <FieldError name={name}>{error}</FieldError>}
      <label class="radio">
        <input
          type="checkbox"
          value={label}
          checked={form.values[name] === label}
          {...references({ form, name, required })}
        />
        <span>{label}</span>
      </label>
    </div>
  );
}

type CheckboxesFieldProps = FieldProps & { choices: Choice[] };

/** A compulsory choice of several values, all in view by their groups; commas join those chosen in the form. */
export function CheckboxesField({ form, name, label, hint, choices }: CheckboxesFieldProps) {
  const chosen = (form.values[name] ?? '').split(',');
  if (useContext(Bare)) {
    const texts = choices.filter(({ value }) => chosen.includes(value)).map(({ text }) => text);
    return <Printed label={label} value={texts.join(', ')} />;
  }
  const error = form.errors[name];
  return (
    <fieldset class={error ? 'field field-error' : 'field'} aria-describedby={describedBy({ form, name, hint })}>
      <legend class="required">{label}</legend>
      {error && <FieldError name={name}>{error}</FieldError>}
      {hint && <Hint name={name}>{hint}</Hint>}
      <div class="checks">
        {groupsOf(choices).map((group, place) => (
          <div role="group" aria-labelledby={`${name}-grupo-${place}`}>
            <p class="hint" id={`${name}-grupo-${place}`}>
              {group.name}
            </p>
            {group.choices.map(({ value, text }) => (
              <label class="radio">
                <input
                  type="checkbox"
                  id={idOf(name, choices, value)}
                  name={name}
                  value={value}
                  checked={chosen.includes(value)}
                  aria-invalid={error ? 'true' : undefined}
                />
                <span>{text}</span>
              </label>
            ))}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

// The summary of errors leads to the first one.
function idOf(name: string, choices: Choice[], value: string): string {
  const place = choices.findIndex((choice) => choice.value === value);
  return place === 0 ? name : `${name}-${place}`;
}
