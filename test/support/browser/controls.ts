import {
  ancestors,
  attribute,
  closest,
  collapse,
  type Element,
  elements,
  inputType,
  type Root,
  textOf,
} from './dom.ts';

/** The changes of a person to the controls of a page: texts, choices and ticks. */
export type Edits = Map<Element, string | boolean | Element[]>;

/** Gives the text in an input or text area. */
export function typedValue(control: Element, edits: Edits): string {
  const edited = edits.get(control);
  if (typeof edited === 'string') return edited;
  if (control.tagName !== 'textarea') return attribute(control, 'value') ?? (isTick(control) ? 'on' : '');
  return control.childNodes.map((node) => ('value' in node ? node.value : '')).join('');
}

export function isChecked(control: Element, edits: Edits): boolean {
  const edited = edits.get(control);
  return typeof edited === 'boolean' ? edited : attribute(control, 'checked') !== undefined;
}

/** Gives the chosen options of a select; where none is marked, the first one, as a browser does. */
export function chosenOptions(select: Element, edits: Edits): Element[] {
  const edited = edits.get(select);
  if (Array.isArray(edited)) return edited;
  const options = elements(select, 'option');
  const marked = options.filter((option) => attribute(option, 'selected') !== undefined);
  if (attribute(select, 'multiple') !== undefined) return marked;
  return marked.length > 0 ? marked.slice(-1) : options.filter((option) => !isDisabled(option)).slice(0, 1);
}

export function optionValue(option: Element): string {
  return attribute(option, 'value') ?? optionText(option);
}

export function optionText(option: Element): string {
  return collapse(attribute(option, 'label') ?? textOf(option));
}

/** True for radio buttons and checkboxes. */
export function isTick(control: Element): boolean {
  return control.tagName === 'input' && ['radio', 'checkbox'].includes(inputType(control));
}

/** True where a control or a group around it is disabled; controls in the group's legend are exempt. */
export function isDisabled(control: Element): boolean {
  if (attribute(control, 'disabled') !== undefined) return true;
  return ancestors(control)
    .filter((group) => ['fieldset', 'optgroup'].includes(group.tagName) && attribute(group, 'disabled') !== undefined)
    .some((group) => !elements(elements(group, 'legend')[0] ?? control).includes(control));
}

/** Finds the form of a control; null where it has none. */
export function formOf(control: Element, root: Root): Element | null {
  const id = attribute(control, 'form');
  if (id === undefined) return closest(control, 'form');
  return elements(root, 'form').find((form) => attribute(form, 'id') === id) ?? null;
}

/** Finds the radio buttons of the same group. */
export function radioGroup(radio: Element, root: Root): Element[] {
  const form = formOf(radio, root);
  const name = attribute(radio, 'name');
  return elements(root, 'input').filter(
    (other) => inputType(other) === 'radio' && attribute(other, 'name') === name && formOf(other, root) === form,
  );
}
