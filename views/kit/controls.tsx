import { type Child, createContext, useContext } from 'hono/jsx';

/** True on the page for the printer, where a form is its names and values, with nothing to press (U11). */
export const Bare = createContext(false);

/** What was typed and what is wrong with it, by field. */
export type FormState = { values: Record<string, string>; errors: Record<string, string> };

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

/** The buttons and links under a form. */
export function Toolbar({ children }: { children: Child }) {
  if (useContext(Bare)) return null;
  return <div class="toolbar">{children}</div>;
}
