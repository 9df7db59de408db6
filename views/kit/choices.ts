import { raw } from 'hono/html';
import { escaped } from './markup.ts';

/** An entry of a list to choose from. Entries of one group that follow one another stand under its name. */
export type Choice = { value: string; text: string; group?: string };

/** Makes choices from values that are their own texts; the same list of values gives the same choices. */
export function choicesOf(values: readonly string[]): Choice[] {
  const made = choicesOfValues.get(values) ?? values.map((value) => ({ value, text: value }));
  choicesOfValues.set(values, made);
  return made;
}

/** Gives choices by their groups, in the order of each group's first one. */
export function groupsOf(choices: Choice[]): { name: string; choices: Choice[] }[] {
  return [...Map.groupBy(choices, ({ group = '' }) => group)].map(([name, choices]) => ({ name, choices }));
}

const choicesOfValues = new WeakMap<readonly string[], Choice[]>();

/**
 * Gives the options of a list with one chosen. Each list keeps them by the chosen value, because the 47 options of the
 * contact form cost more than the rest of the page.
 */
export function options(choices: Choice[], chosen: string) {
  return keptMarkup(keptOptions, groupedOptions, choices, chosen);
}

/**
 * Gives the options of a filter or of a choice below a list, in the shortest form that HTML allows (weight): they are sent
 * by their texts.
 */
export function shortOptions(choices: Choice[], chosen: string) {
  return keptMarkup(keptShortOptions, shortenedOptions, choices, chosen);
}

type Kept = WeakMap<Choice[], Map<string, string>>;
const keptOptions: Kept = new WeakMap();
const keptShortOptions: Kept = new WeakMap();

function keptMarkup(kept: Kept, markupOf: typeof groupedOptions, choices: Choice[], chosen: string) {
  const byChosen = kept.get(choices) ?? new Map<string, string>();
  kept.set(choices, byChosen);
  const known = choices.some(({ value }) => value === chosen) ? chosen : '';
  const markup = byChosen.get(known) ?? markupOf(choices, known);
  byChosen.set(known, markup);
  return raw(markup);
}

function groupedOptions(choices: Choice[], chosen: string): string {
  const groupAt = (index: number) => choices[index]?.group;
  return choices
    .map((choice, index) => {
      const { group } = choice;
      const begin = group && group !== groupAt(index - 1) ? `<optgroup label="${escaped(group)}">` : '';
      const end = group && group !== groupAt(index + 1) ? '</optgroup>' : '';
      return begin + option(choice, chosen) + end;
    })
    .join('');
}

function option({ value, text }: Choice, chosen: string): string {
  return `<option value="${escaped(value)}"${value === chosen ? ' selected' : ''}>${escaped(text)}</option>`;
}

// Without end tags and, but for "none", without a value. A list of which nothing is chosen shows its first option.
function shortenedOptions(choices: Choice[], chosen: string): string {
  return choices
    .map(({ value, text }) => {
      const own = value === '' ? ' value=""' : '';
      return `<option${own}${value && value === chosen ? ' selected' : ''}>${escaped(text)}`;
    })
    .join('');
}
