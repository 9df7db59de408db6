import { useContext } from 'hono/jsx';
import { Bare } from './controls.tsx';
import { noSpellcheck, TextField } from './fields.tsx';
import type { FormState } from './form-state.ts';

/** What a form lists to choose from: the number found, and that of those found that are not listed. */
export type LookupView = { found: number; more: number };

/** The noun of what is searched for, and the sentence's beginning where nothing was found. */
type LookupNoun = { one: string; many: string; none: string };

/** The names of the search and of the text that was searched for last, in a form that posts and in an address. */
export const lookupNames = {
  posted: { search: 'search', searched: 'searched' },
  asked: { search: 'buscar', searched: 'buscado' },
} as const;

type LookupSearchProps = {
  form: FormState;
  label: string;
  hint: string;
  /** Where htmx posts the form, and what it swaps; a form that asks by its address is loaded whole. */
  swap?: { action: string; target: string };
  focus: boolean;
};

/**
 * The search of a form that has too many records to list them all. It belongs to the form, so that what was typed
 * survives a search; a search of its own by GET would lose it.
 */
export function LookupSearch({ form, label, hint, swap, focus }: LookupSearchProps) {
  if (useContext(Bare)) return null;
  const { search, searched } = swap ? lookupNames.posted : lookupNames.asked;
  return (
    <div class="find">
      <input type="hidden" name={searched} value={form.values[search] ?? ''} />
      <TextField
        form={form}
        name={search}
        label={label}
        hint={hint}
        size={24}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={noSpellcheck}
        autofocus={focus}
      />
      <button
        type="submit"
        class="secondary"
        name="accion"
        value="buscar"
        hx-post={swap?.action}
        hx-target={swap?.target}
        hx-swap={swap && 'outerHTML'}
      >
        Buscar
      </button>
    </div>
  );
}

/** The sentence on what a search found. */
export function lookupText(
  search: string | undefined,
  { found, more }: LookupView,
  { one, many, none }: LookupNoun,
): string {
  if (found === 0) return `${none} coincide con «${search}». Revise lo que escribió y busque de nuevo.`;
  if (more > 0) return `Se muestran ${found - more}; hay ${more} más, precise la búsqueda.`;
  return found === 1 ? `Se encontró 1 ${one}.` : `Se encontraron ${found} ${many}.`;
}
