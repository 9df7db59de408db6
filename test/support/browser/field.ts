import { chosenOptions, type Edits, isChecked, isDisabled, isTick, optionText, typedValue } from './controls.ts';
import {
  accessibleName,
  attribute,
  byId,
  collapse,
  type Element,
  elements,
  ids,
  inputType,
  type Root,
  textOf,
} from './dom.ts';
import { findNamed, radiosIn } from './find.ts';
import { choose } from './form.ts';

/** A control or a group of radio buttons as a person sees it. */
export type Field = {
  /** The text typed, or the text of the chosen option or radio button; '' for none. */
  value: string;
  checked: boolean;
  /** The texts of the options, or the labels of the radio buttons. */
  options: string[];
  required: boolean;
  disabled: boolean;
  readOnly: boolean;
  invalid: boolean;
  /** The text of the elements that aria-describedby names. */
  describedBy: string;
  attribute(name: string): string | undefined;
};

/** The value for a field: text, an option's text, a radio button's label, or true to tick a box. */
export type FieldValue = string | boolean | string[];

/** Reads a field with the edits applied. */
export function readField(element: Element, root: Root, edits: Edits): Field {
  const radios = radiosIn(element);
  const own = (name: string) => attribute(element, name);
  const some = (name: string) => [element, ...radios].some((one) => attribute(one, name) === 'true');
  return {
    value: shownValue(element, radios, root, edits),
    checked: isTick(element) && isChecked(element, edits),
    options:
      element.tagName === 'select'
        ? elements(element, 'option').map(optionText)
        : radios.map((radio) => accessibleName(radio, root)),
    required: [element, ...radios].some((one) => attribute(one, 'required') !== undefined) || some('aria-required'),
    disabled: isDisabled(element),
    readOnly: own('readonly') !== undefined,
    invalid: some('aria-invalid'),
    describedBy: collapse(
      [element, ...radios]
        .flatMap((one) => ids(attribute(one, 'aria-describedby')))
        .filter((id, index, all) => all.indexOf(id) === index)
        .map((id) => byId(root, id))
        .map((source) => (source ? textOf(source) : ''))
        .join(' '),
    ),
    attribute: own,
  };
}

/** Fills in a field. Throws where a person could not. */
export function fillField(element: Element, value: FieldValue, root: Root, edits: Edits): void {
  const radios = radiosIn(element);
  if (isDisabled(element) || attribute(element, 'readonly') !== undefined) {
    throw new Error(`“${accessibleName(element, root)}” can't be changed.`);
  }
  if (radios.length > 0) {
    choose(findNamed(root, 'radio button', String(value), radios), root, edits);
  } else if (element.tagName === 'select') {
    edits.set(
      element,
      [value].flat().map((text) => optionOf(element, String(text), root)),
    );
  } else if (!isTick(element)) {
    edits.set(element, String(value));
  } else if (inputType(element) === 'radio') {
    choose(element, root, edits);
  } else {
    edits.set(element, value === true);
  }
}

function shownValue(element: Element, radios: Element[], root: Root, edits: Edits): string {
  if (element.tagName === 'select') return chosenOptions(element, edits).map(optionText).join(', ');
  if (radios.length === 0) return typedValue(element, edits);
  const chosen = radios.find((radio) => isChecked(radio, edits));
  return chosen ? accessibleName(chosen, root) : '';
}

function optionOf(select: Element, text: string, root: Root): Element {
  const options = elements(select, 'option').filter((option) => !isDisabled(option));
  const found = options.filter((option) => optionText(option) === text);
  const [first] = found;
  if (first && found.length === 1) return first;
  const known = options.map((option) => `“${optionText(option)}”`).join(', ');
  throw new Error(`“${accessibleName(select, root)}” has ${found.length} options “${text}”. There are: ${known}.`);
}
