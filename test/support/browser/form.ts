import {
  chosenOptions,
  type Edits,
  formOf,
  isChecked,
  isDisabled,
  isTick,
  optionValue,
  radioGroup,
  typedValue,
} from './controls.ts';
import { attribute, type Element, elements, inputType, isButton, type Root } from './dom.ts';

/** The request that a browser without scripting sends when a button is pressed. */
export type Submission = { method: 'GET' | 'POST'; url: URL; entries: [name: string, value: string][] };

/** Gives the request of a button: its form's successful controls in document order, the pressed button among them. */
export function submissionOf(button: Element, pageUrl: URL, root: Root, edits: Edits): Submission {
  const form = formOf(button, root);
  if (!form) throw new Error('The button belongs to no form.');
  const method = (attribute(button, 'formmethod') ?? attribute(form, 'method') ?? 'get').toUpperCase();
  if (method !== 'GET' && method !== 'POST') throw new Error(`No browser sends a form by ${method}.`);
  const type = attribute(button, 'formenctype') ?? attribute(form, 'enctype');
  if (method === 'POST' && type !== undefined && type !== 'application/x-www-form-urlencoded') {
    throw new Error(`This client sends no forms of type ${type}.`);
  }
  const url = new URL(attribute(button, 'formaction') ?? attribute(form, 'action') ?? '', pageUrl);
  return { method, url, entries: entriesOf(form, button, root, edits) };
}

/** Encodes entries as the body of a form or the query of an address. */
export function encode(entries: Iterable<[string, string]>): string {
  return new URLSearchParams(
    [...entries].map(([name, value]) => [name, value.replace(/\r?\n|\r/g, '\r\n')]),
  ).toString();
}

/** Undoes the edits of a form, as its reset button does. */
export function resetForm(button: Element, root: Root, edits: Edits): void {
  const form = formOf(button, root);
  for (const control of [...edits.keys()]) if (formOf(control, root) === form) edits.delete(control);
}

/** Chooses a radio button in place of the others of its group. */
export function choose(radio: Element, root: Root, edits: Edits): void {
  for (const other of radioGroup(radio, root)) edits.set(other, other === radio);
}

function entriesOf(form: Element, pressed: Element, root: Root, edits: Edits): [string, string][] {
  const entries: [string, string][] = [];
  for (const control of elements(root, 'input', 'select', 'textarea', 'button')) {
    const name = attribute(control, 'name');
    if (formOf(control, root) !== form || isDisabled(control)) continue;
    if (isButton(control)) {
      if (control !== pressed) continue;
      if (inputType(control) === 'image') {
        entries.push([name ? `${name}.x` : 'x', '0'], [name ? `${name}.y` : 'y', '0']);
      } else if (name) {
        entries.push([name, attribute(control, 'value') ?? '']);
      }
    } else if (!name) {
    } else if (control.tagName === 'select') {
      const chosen = chosenOptions(control, edits).filter((option) => !isDisabled(option));
      entries.push(...chosen.map((option): [string, string] => [name, optionValue(option)]));
    } else if (!isTick(control) || isChecked(control, edits)) {
      entries.push([name, typedValue(control, edits)]);
    }
  }
  return entries;
}
