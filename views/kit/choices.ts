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

const choicesOfValues = new WeakMap<readonly string[], Choice[]>();

/**
 * Gives the options of a list with one chosen. Each list keeps them by the chosen value, because the 47 options of the
 * contact form cost more than the rest of the page.
 */
export function options(choices: Choice[], chosen: string) {
  const kept = keptOptions.get(choices) ?? new Map<string, string>();
  keptOptions.set(choices, kept);
  const known = choices.some(({ value }) => value === chosen) ? chosen : '';
  const markup = kept.get(known) ?? markupOf(choices, known);
  kept.set(known, markup);
  return raw(markup);
}

const keptOptions = new WeakMap<Choice[], Map<string, string>>();

function markupOf(choices: Choice[], chosen: string): string {
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
