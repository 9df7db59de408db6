import { type Child, createContext, useContext } from 'hono/jsx';
import { type FormState, isRefused } from './form-state.ts';

/** True on the page for the printer, where a form shows its names and values and has nothing to press (U11). */
export const Bare = createContext(false);

/** The hidden fields of a form: the form token and what the form carries through. */
export function HiddenFields({ token, carried = {} }: { token: string; carried?: FormState['carried'] }) {
  return (
    <>
      <input type="hidden" name="_token" value={token} />
      {Object.entries(carried).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

type PostFormProps = {
  action: string;
  token: string;
  form: FormState;
  class?: string;
  children: Child;
};

/** A form that changes something, with what it carries through; the server checks it (U1). */
export function PostForm({ action, token, form, class: name, children }: PostFormProps) {
  if (useContext(Bare)) return <div class={name}>{children}</div>;
  return (
    <form class={name} method="post" action={action} novalidate>
      <HiddenFields token={token} carried={form.carried} />
      {children}
    </form>
  );
}

type ErrorSummaryProps = { form: FormState; heading?: string | undefined };

/** The errors of a refused form, each with a link to its field (U1); nothing for a form that isn't refused. */
export function ErrorSummary({ form, heading = 'No se guardó. Revise lo siguiente:' }: ErrorSummaryProps) {
  if (!isRefused(form)) return null;
  return (
    <div class="errors" role="alert" tabindex={-1} autofocus aria-labelledby="errores">
      <h2 id="errores">{heading}</h2>
      <ul>
        {Object.entries(form.errors).map(([name, sentence]) => (
          <li>{name === '' ? sentence : <a href={`#${name}`}>{sentence}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/** The buttons of a form, and the two links that leave it for the page it was opened from. */
export function FormToolbar({ leave, children }: { leave: string; children: Child }) {
  return (
    <Toolbar>
      {children}
      <a href={leave}>Cancelar</a>
      <a href={leave}>Regresar</a>
    </Toolbar>
  );
}

/** The buttons and links under a form or a text. */
export function Toolbar({ children }: { children: Child }) {
  if (useContext(Bare)) return null;
  return <div class="toolbar">{children}</div>;
}
