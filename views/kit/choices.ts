import { raw } from 'hono/html';
import { escaped } from './markup.ts';

/** An entry of a list to choose from. */
export type Choice = { value: string; text: string };

/** Makes choices from values that are their own texts; the same list of values gives the same choices. */
export function choicesOf(values: readonly string[]): Choice[] {
  const made = choicesOfValues.get(values) ?? values.map((value) => ({ value, text: value }));
  choicesOfValues.set(values, made);
  return made;
}

const choicesOfValues = new WeakMap<readonly string[], Choice[]>();

/**
 * Gives the options of a list with one chosen. Each list keeps them by the chosen value, because the 47 options of the
 * contact form cost more than the rest of the page.
 */
export function options(choices: Choice[], chosen: string) {
  return keptMarkup(keptOptions, option, choices, chosen);
}

/** Gives the options of a filter, in the shortest form that HTML allows, because each list carries them (weight). */
export function shortOptions(choices: Choice[], chosen: string) {
  return keptMarkup(keptShortOptions, shortOption, choices, chosen);
}

type Kept = WeakMap<Choice[], Map<string, string>>;
const keptOptions: Kept = new WeakMap();
const keptShortOptions: Kept = new WeakMap();

function keptMarkup(kept: Kept, markupOf: typeof option, choices: Choice[], chosen: string) {
  const byChosen = kept.get(choices) ?? new Map<string, string>();
  kept.set(choices, byChosen);
  const known = choices.some(({ value }) => value === chosen) ? chosen : '';
  const markup = byChosen.get(known) ?? choices.map((choice) => markupOf(choice, known)).join('');
  byChosen.set(known, markup);
  return raw(markup);
}

function option({ value, text }: Choice, chosen: string): string {
  return `<option value="${escaped(value)}"${value === chosen ? ' selected' : ''}>${escaped(text)}</option>`;
}

// Without an end tag, and without a value that is the text.
function shortOption({ value, text }: Choice, chosen: string): string {
  const own = value === text ? '' : ` value="${escaped(value)}"`;
  return `<option${own}${value === chosen ? ' selected' : ''}>${escaped(text)}`;
}
