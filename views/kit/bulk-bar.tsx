import { useContext } from 'hono/jsx';
import { type Choice, shortOptions } from './choices.ts';
import { Bare } from './controls.tsx';

/** The id of the form below a list to which the boxes of its rows belong; a row has a form of its own. */
export const chosenForm = 'elegidos';

type BulkBarProps = { action: string; choices: Choice[]; query: string };

/** What can be done with the chosen rows, below the list, with the query of the page shown (product 8.3). */
export function BulkBar({ action, choices, query }: BulkBarProps) {
  if (useContext(Bare)) return null;
  return (
    <form id={chosenForm} class="search" method="get" action={action} autocomplete="off">
      {query && <input type="hidden" name="lista" value={query} />}
      <div class="field">
        <label for="con">Con los elegidos</label>
        <select id="con" name="con">
          {shortOptions(choices, '')}
        </select>
      </div>
      <button type="submit">Continuar</button>
      <span></span>
    </form>
  );
}

/** The head of the numbers, with the box for all rows of the page. */
export function ChoosingHead({ children }: { children: string }) {
  const bare = useContext(Bare);
  return (
    <th class={bare ? undefined : 'all'} scope="col">
      {!bare && <input type="checkbox" form={chosenForm} name="todos" aria-label="Elegir todos los de la página" />}
      {children}
    </th>
  );
}
