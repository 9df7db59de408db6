import { type Child, createContext, useContext } from 'hono/jsx';

/** True on the page for the printer, where a form is its names and values, with nothing to press (U11). */
export const Bare = createContext(false);

/** What was typed and what is wrong with it, by field. */
export type FormState = { values: Record<string, string>; errors: Record<string, string> };

/** The attribute says "false" in words; its type in hono/jsx is a boolean, and false would leave it out. */
export const noSpellcheck = 'false' as unknown as Spellcheck;
type Spellcheck = boolean;

/** How a browser helps with a field (U9). */
type Typing = {
  autocomplete?: string;
  inputmode?: 'text' | 'numeric' | 'email';
  autocapitalize?: 'none' | 'words' | 'characters';
  spellcheck?: Spellcheck;
  /** How many characters the field is wide, where what belongs there has a length of its own. */
  size?: number;
};

type FieldProps = {
  form: FormState;
  name: string;
  label: string;
  required?: boolean;
  hint?: string;
};

/** The fields that no one sees: the form token and what a form carries through. */
export function HiddenFields({ token, values = {} }: { token: string; values?: Record<string, string> }) {
  return (
    <>
      <input type="hidden" name="_token" value={token} />
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

type PostFormProps = {
  action: string;
  token: string;
  /** What the form carries through. */
  carried?: Record<string, string>;
  class?: string;
  children: Child;
};

/** A form that changes something; the server checks it (U1). */
export function PostForm({ action, token, carried = {}, class: name, children }: PostFormProps) {
  if (useContext(Bare)) return <div class={name}>{children}</div>;
  return (
    <form class={name} method="post" action={action} novalidate>
      <HiddenFields token={token} values={carried} />
      {children}
    </form>
  );
}

/** First in the page after a refusal: what to mend, each with a link to its field (U1). */
export function ErrorSummary({
  form,
  heading = 'No se guardó. Revise lo siguiente:',
}: {
  form: FormState;
  heading?: string;
}) {
  const errors = Object.entries(form.errors);
  if (errors.length === 0) return null;
  return (
    <div class="errors" role="alert" tabindex={-1} autofocus aria-labelledby="errores">
      <h2 id="errores">{heading}</h2>
      <ul>
        {errors.map(([name, sentence]) => (
          <li>{name === '' ? sentence : <a href={`#${name}`}>{sentence}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/** One line of text. */
export function TextField({ form, name, label, required, hint, ...typing }: FieldProps & Typing) {
  if (useContext(Bare)) return <Printed label={label} value={form.values[name]} />;
  return (
    <Field form={form} name={name} label={label} required={required} hint={hint}>
      <input type="text" value={form.values[name] ?? ''} {...typing} {...references({ form, name, hint, required })} />
    </Field>
  );
}

/** A day, typed AAAA-MM-DD or DD/MM/AAAA (U9). */
export function DateField(props: FieldProps & Pick<Typing, 'autocomplete'>) {
  return <TextField inputmode="text" spellcheck={noSpellcheck} autocomplete="off" size={12} {...props} />;
}

/** A password; what was typed is never shown again. */
export function PasswordField({
  form,
  name,
  label,
  hint,
  autocomplete,
}: FieldProps & { autocomplete: 'current-password' | 'new-password' }) {
  if (useContext(Bare)) return null;
  return (
    <Field form={form} name={name} label={label} required hint={hint}>
      <input
        type="password"
        size={24}
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={noSpellcheck}
        {...references({ form, name, hint, required: true })}
      />
    </Field>
  );
}

/** One of a list; the first choice is none. */
export function SelectField({
  form,
  name,
  label,
  required,
  hint,
  choices,
  autocomplete = 'off',
}: FieldProps & { choices: { value: string; text: string }[]; autocomplete?: string }) {
  const chosen = form.values[name] ?? '';
  if (useContext(Bare)) return <Printed label={label} value={choices.find(({ value }) => value === chosen)?.text} />;
  return (
    <Field form={form} name={name} label={label} required={required} hint={hint}>
      <select
        class={chosen === '' ? 'empty' : undefined}
        autocomplete={autocomplete}
        {...references({ form, name, hint, required })}
      >
        <option value="">Elija una opción</option>
        {choices.map(({ value, text }) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** One of a few, all in view. */
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
      <Notes name={name} hint={hint} error={error} />
      <div class="radios">
        {choices.map((choice, index) => (
          <label class="radio">
            <input
              type="radio"
              id={index === 0 ? name : `${name}-${index}`}
              name={name}
              value={choice}
              checked={form.values[name] === choice}
              autocomplete="off"
              aria-invalid={error ? 'true' : undefined}
            />
            <span>{choice}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Something to be agreed to; what is sent is the label. */
export function CheckboxField({ form, name, label }: FieldProps) {
  if (useContext(Bare)) return null;
  const error = form.errors[name];
  return (
    <div class={error ? 'field field-error' : 'field'}>
      <Notes name={name} error={error} />
      <label class="radio">
        <input
          type="checkbox"
          value={label}
          checked={form.values[name] === label}
          autocomplete="off"
          {...references({ form, name, required: true })}
        />
        <span>{label}</span>
      </label>
    </div>
  );
}

/** The buttons and links under a form. */
export function Toolbar({ children }: { children: Child }) {
  if (useContext(Bare)) return null;
  return <div class="toolbar">{children}</div>;
}

function Field({ form, name, label, required, hint, children }: FieldProps & { children: Child }) {
  const error = form.errors[name];
  return (
    <div class={error ? 'field field-error' : 'field'}>
      <label for={name} class={required ? 'required' : undefined}>
        {label}
      </label>
      <Notes name={name} hint={hint} error={error} />
      {children}
    </div>
  );
}

function Printed({ label, value }: { label: string; value: string | undefined }) {
  return (
    <p class="printed">
      <b>{label}:</b> {value}
    </p>
  );
}

function Notes({ name, hint, error }: { name: string; hint?: string | undefined; error?: string | undefined }) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${name}-ayuda`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
    </>
  );
}

type Described = Pick<FieldProps, 'form' | 'name' | 'hint'>;

function references({ required, ...field }: Described & { required?: boolean | undefined }) {
  return {
    id: field.name,
    name: field.name,
    'aria-required': required ? 'true' : undefined,
    'aria-invalid': field.form.errors[field.name] ? 'true' : undefined,
    'aria-describedby': describedBy(field),
  } as const;
}

function describedBy({ form, name, hint }: Described): string | undefined {
  const ids = [hint && `${name}-ayuda`, form.errors[name] && `${name}-error`].filter(Boolean);
  return ids.length > 0 ? ids.join(' ') : undefined;
}
