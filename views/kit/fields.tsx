import { type Child, useContext } from 'hono/jsx';
import { type Choice, options } from './choices.ts';
import { Bare } from './controls.tsx';
import { describedBy, Field, FieldError, type FieldProps, Hint, references } from './field-frame.tsx';
import { rulesId } from './password-rules.tsx';

/** The text "false", which turns off spelling checks. hono/jsx demands a boolean, but would leave out a false one. */
export const noSpellcheck = 'false' as unknown as Spellcheck;
type Spellcheck = boolean;

/** The attributes with which a browser helps to type (U9). */
type Typing = {
  autocomplete?: string;
  inputmode?: 'text' | 'numeric' | 'decimal' | 'email';
  autocapitalize?: 'none' | 'words' | 'characters';
  spellcheck?: Spellcheck;
  /** The width of the field in characters, if its values have a usual length. */
  size?: number;
  /** Only shown; a value that is sent for it is ignored (R3). */
  readonly?: boolean;
  /** The field gets the focus when the page or fragment opens. */
  autofocus?: boolean;
};

/** A field for a line of text. */
export function TextField({ form, name, label, required, hint, ...typing }: FieldProps & Typing) {
  if (useContext(Bare)) return <Printed label={label} value={form.values[name]} />;
  return (
    <Field form={form} name={name} label={label} required={required} hint={hint}>
      <input type="text" value={form.values[name] ?? ''} {...typing} {...references({ form, name, hint, required })} />
    </Field>
  );
}

/** A field for a text of several lines, as people write it (product 9.4). */
export function LinesField({ form, name, label, required, hint, rows }: FieldProps & { rows: number }) {
  const text = form.values[name] ?? '';
  if (useContext(Bare)) return text ? <Printed label={label} value={text} /> : null;
  return (
    <Field form={form} name={name} label={label} required={required} hint={hint} kind={text ? '' : ' screen'}>
      <textarea rows={rows} autocomplete="off" {...references({ form, name, hint, required })}>
        {/* The line break is none of the text: browsers leave out the first one. */}
        {`\n${text}`}
      </textarea>
    </Field>
  );
}

/** A field for a day, typed as AAAA-MM-DD or DD/MM/AAAA (U9). */
export function DateField(props: FieldProps & Pick<Typing, 'autocomplete'>) {
  return <TextField inputmode="text" spellcheck={noSpellcheck} autocomplete="off" size={12} {...props} />;
}

/** A field for the RUC of a visitor's entity (product 1, 5). */
export function RucField(props: Pick<FieldProps, 'form' | 'label'>) {
  return (
    <TextField
      name="ruc"
      required
      size={16}
      inputmode="numeric"
      autocomplete="organization"
      autocapitalize="none"
      spellcheck={noSpellcheck}
      {...props}
    />
  );
}

type PasswordFieldProps = FieldProps & {
  autocomplete: 'current-password' | 'new-password';
  /** What a password manager has to know to make a password that is accepted (U9); the page lists it for people. */
  rules?: string;
  /** What stands below the field. */
  children?: Child;
};

/** A field for a password, which no page shows again (U1). */
export function PasswordField({ form, name, label, hint, autocomplete, rules, children }: PasswordFieldProps) {
  if (useContext(Bare)) return null;
  return (
    <Field form={form} name={name} label={label} required hint={hint} kind=" screen">
      <input
        type="password"
        size={24}
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={noSpellcheck}
        {...{ passwordrules: rules }}
        {...references({ form, name, hint, required: true, list: rules && rulesId })}
      />
      {children}
    </Field>
  );
}

/** The password that confirms an action, on the page that asks for it (S5). */
export function ConfirmationField({ form }: Pick<FieldProps, 'form'>) {
  return (
    <PasswordField
      form={form}
      name="password"
      label="Contraseña"
      hint="La contraseña con la que ingresó, para confirmar que es usted."
      autocomplete="current-password"
    />
  );
}

type SelectFieldProps = FieldProps & {
  choices: Choice[];
  sentAs?: string;
  autofocus?: boolean;
};

/** A choice from a list, in which the first entry chooses nothing; sentAs is the name that several fields share. */
export function SelectField({ form, name, label, required, hint, choices, sentAs, autofocus }: SelectFieldProps) {
  const chosen = form.values[name] ?? '';
  if (useContext(Bare)) return <Printed label={label} value={choices.find(({ value }) => value === chosen)?.text} />;
  return (
    <Field form={form} name={name} label={label} required={required} hint={hint} kind={choiceClass(chosen)}>
      <select
        autocomplete="off"
        autofocus={autofocus}
        {...references({ form, name, hint, required })}
        name={sentAs ?? name}
      >
        <option value="">Elija una opción</option>
        {options(choices, chosen)}
      </select>
    </Field>
  );
}

/** A choice from a few values, all in view. */
export function RadioField({
  form,
  name,
  label,
  required,
  hint,
  choices,
}: FieldProps & { choices: readonly string[] }) {
  if (useContext(Bare)) return <Printed label={label} value={form.values[name]} />;
  const error = form.errors[name];
  return (
    <fieldset class={error ? 'field field-error' : 'field'} aria-describedby={describedBy({ form, name, hint })}>
      <legend class={required ? 'required' : undefined}>{label}</legend>
      {error && <FieldError name={name}>{error}</FieldError>}
      <div class="radios">
        {choices.map((choice, index) => (
          <label class="radio">
            <input
              type="radio"
              id={index === 0 ? name : `${name}-${index}`}
              name={name}
              value={choice}
              checked={form.values[name] === choice}
              required={required}
              aria-invalid={error ? 'true' : undefined}
            />
            <span>{choice}</span>
          </label>
        ))}
      </div>
      {hint && <Hint name={name}>{hint}</Hint>}
    </fieldset>
  );
}

// Paper shows no prompt in place of a value.
function choiceClass(chosen: string): string {
  return chosen === '' ? ' choice empty' : ' choice';
}

/** A value of the page for the printer. */
export function Printed({ label, value }: { label: string; value: string | undefined }) {
  return (
    <p class="printed">
      <b>{label}:</b> {value}
    </p>
  );
}
