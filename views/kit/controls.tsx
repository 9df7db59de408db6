import { type Child, createContext, useContext } from 'hono/jsx';
import { FORM } from '../../src/domain/outcome.ts';
import { Days } from './days.tsx';
import { type FormState, isRefused } from './form-state.ts';
import { paths } from './paths.ts';

/** The id of a page's bar of actions, to which a skip link leads (U8). */
export const ACTIONS = 'acciones';

/** Whether the page is for the printer, where forms show names and values without fields and buttons (U11). */
export const Bare = createContext(false);

/** The query of the list that the page was opened from, with its search, order and page; '' for none (product 2). */
export const Behind = createContext('');

/** The hidden fields of a form: the form token and the carried fields. */
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
  /** The form brings a file. */
  upload?: boolean;
  children: Child;
};

/**
 * A form that posts, with its hidden fields; only the server validates it (U1). The browser keeps no values of it, since
 * after "Back" it would put old ones beside a new version (D3); a field with its own word for that is the exception.
 */
export function PostForm({ action, token, form, class: name, upload, children }: PostFormProps) {
  const behind = useContext(Behind);
  if (useContext(Bare)) return <div class={name}>{children}</div>;
  return (
    <form
      class={name}
      method="post"
      action={action}
      enctype={upload ? 'multipart/form-data' : undefined}
      novalidate
      autocomplete="off"
    >
      <HiddenFields token={token} carried={behind ? { ...form.carried, lista: behind } : form.carried} />
      {children}
    </form>
  );
}

type ErrorSummaryProps = { form: FormState; heading?: string | undefined };

/** The errors of a refused form, each with a link to its field, if there are fields (U1); nothing for other forms. */
export function ErrorSummary({ form, heading = 'No se guardó. Revise lo siguiente:' }: ErrorSummaryProps) {
  const bare = useContext(Bare);
  if (!isRefused(form)) return null;
  return (
    <div class="errors" role="alert" tabindex={-1} autofocus aria-labelledby="errores">
      <h2 id="errores">{heading}</h2>
      <ul>
        {Object.entries(form.errors).map(([name, sentence]) => (
          <li>
            {name === FORM || bare ? (
              <Days>{sentence}</Days>
            ) : (
              <a href={`#${name}`}>
                <Days>{sentence}</Days>
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The reason why nothing was done, where no field is at fault (U4). */
export function Refusal({ children }: { children: string }) {
  return (
    <div class="errors" role="alert" tabindex={-1} autofocus>
      <p>
        <Days>{children}</Days>
      </p>
    </div>
  );
}

/** A form's first button, which Enter presses in a field in place of the first one in view. */
export function DefaultButton({ value, children }: { value: string; children: string }) {
  return (
    <button type="submit" name="accion" value={value} hidden>
      {children}
    </button>
  );
}

/** A link back to a list as it was, to the row with an id or to its top. */
export function ToList({ list, row, children }: { list: string; row?: string; children: Child }) {
  return <a href={list + useContext(Behind) + (row ? `#${row}` : '')}>{children}</a>;
}

type FormToolbarProps = {
  /** The list to which the form belongs. */
  leave: string;
  /** The page to which it leads back instead, if any. */
  back?: string | null | undefined;
  children: Child;
};

/** The buttons of a form, and the two links back to its list as it was (product 1, 2). */
export function FormToolbar({ leave, back, children }: FormToolbarProps) {
  if (back) {
    return (
      <Toolbar>
        {children}
        <a href={back}>Cancelar</a>
        <a href={back}>Regresar</a>
      </Toolbar>
    );
  }
  return (
    <Toolbar>
      {children}
      <ToList list={leave}>Cancelar</ToList>
      <ToList list={leave}>Regresar</ToList>
    </Toolbar>
  );
}

/** A link that leads to an action from within the page; paper has none (U11). */
export function Action({ href, label, children }: { href: string; label?: string; children: Child }) {
  if (useContext(Bare)) return null;
  return (
    <a class="action" href={href} aria-label={label}>
      {children}
    </a>
  );
}

/** The link that leads on or back from a page's text, in a paragraph of its own; paper has none (U11). */
export function WayOn({ href, children }: { href: string; children: Child }) {
  if (useContext(Bare)) return null;
  return (
    <p class="action">
      <a href={href}>{children}</a>
    </p>
  );
}

/** The link from a user's pages to the incidents of that user alone (product 2). */
export function UserHistory({ id }: { id: number }) {
  return <a href={paths.incidents(`?usuario=${id}`)}>Ver historial</a>;
}

/** The page's bar of actions: the one filled button, others, and the ways back. It stays in view on a large screen. */
export function Toolbar({ children }: { children: Child }) {
  if (useContext(Bare)) return null;
  return (
    <div class="toolbar" id={ACTIONS} tabindex={-1}>
      {children}
    </div>
  );
}
