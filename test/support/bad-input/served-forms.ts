import { chosenOptions, isChecked, isTick, optionValue, radioGroup, typedValue } from '../browser/controls.ts';
import {
  accessibleName,
  attribute,
  closest,
  type Element,
  elements,
  inputType,
  isButton,
  isField,
} from '../browser/dom.ts';
import { choose, type Submission, submissionOf } from '../browser/form.ts';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { pathPattern } from '../lint/weights.ts';

/** A person who explores the product. */
export type Explorer = { name: string; visitor: Visitor };

/** A page that an explorer reached by links alone. */
export type ServedPage = { explorer: Explorer; page: Page };

/** A form that the product serves, filled in so that the product accepts it. */
export type ServedForm = {
  explorer: Explorer;
  /** The page's first heading, the button and the explorer's name. */
  name: string;
  button: string;
  action: URL;
  /** The path of the action, with :id for ids. */
  pattern: string;
  /** True where htmx sends it too. */
  swaps: boolean;
  /** True where the button only draws the form anew. */
  redraws: boolean;
  entries: Submission['entries'];
  fields: ServedField[];
};

/**
 * The kind of a field. Lines are a text of several lines; a record is a choice among records; a fixed field is shown and
 * can't be changed.
 */
export type FieldKind =
  | 'text'
  | 'lines'
  | 'date'
  | 'choice'
  | 'record'
  | 'radio'
  | 'tick'
  | 'password'
  | 'fixed'
  | 'hidden'
  | 'button';

export type ServedField = {
  name: string;
  /** The id to which links to the field lead. */
  id: string;
  /** Its index among the form's entries. */
  place: number;
  /** True for a line of a list. */
  listed: boolean;
  /** Its label; its name where it is hidden. */
  label: string;
  kind: FieldKind;
  required: boolean;
  good: string;
  choices: string[];
  /** The name of the field that repeats it. */
  twin: string | null;
};

/** Gives a good text for an empty field by the form's address and the label. Throws where there is none. */
type GoodText = (pattern: string, label: string) => string;

const mostPages = 400;

/** Opens every page that links lead to from the start pages, one for each path and set of query parameters. */
export async function explore(explorer: Explorer, starts: string[]): Promise<ServedPage[]> {
  const found: ServedPage[] = [];
  const queue = [...starts];
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const url = new URL(path, 'http://localhost');
    const key = `${url.pathname}?${[...new Set(url.searchParams.keys())].sort().join('&')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > mostPages) throw new Error(`More than ${mostPages} pages are linked, at last ${path}.`);
    const page = await explorer.visitor.get(path, {}, { follow: true });
    // A download is no page.
    if (page.status !== 200 || !page.headers['content-type']?.startsWith('text/html')) continue;
    found.push({ explorer, page });
    queue.push(...linksOf(page).map((link) => `${link.pathname}${link.search}`));
  }
  return found;
}

/** Lists the addresses on the site to which a page links. */
export function linksOf({ root, url }: Page): URL[] {
  return elements(root, 'a')
    .flatMap((link) => attribute(link, 'href') ?? [])
    .map((href) => new URL(href, url))
    .filter((link) => link.origin === url.origin);
}

/** Reads the forms on pages that are sent by POST, each kind of form where it is found first. */
export function formsOn(pages: ServedPage[], goodText: GoodText): ServedForm[] {
  const forms = new Map<string, ServedForm>();
  for (const { explorer, page } of pages) {
    for (const form of elements(page.root, 'form').filter((one) => method(one) === 'post' && !bringsFile(one))) {
      const buttons = elements(form, 'button', 'input').filter((one) => isButton(one) && inputType(one) === 'submit');
      for (const button of buttons) {
        const kind = kindOf(page, form, button);
        if (!forms.has(kind)) forms.set(kind, readForm(explorer, page, form, button, goodText));
      }
    }
  }
  return [...forms.values()];
}

/** Gives the entries that the same button would send on the answer to a form; null where the form is missing. */
export function sentAgain(page: Page, { pattern, button }: ServedForm): Submission['entries'] | null {
  const buttons = elements(page.root, 'button', 'input').filter(isButton);
  const found = buttons.find((one) => {
    const form = closest(one, 'form');
    return form && accessibleName(one, page.root) === button && actionOf(form, page).pattern === pattern;
  });
  return found ? submissionOf(found, page.url, page.root, page.edits).entries : null;
}

// A file can't be spoilt like a field; such a form has tests of its own.
function bringsFile(form: Element): boolean {
  return attribute(form, 'enctype') === 'multipart/form-data';
}

function method(form: Element): string | undefined {
  return attribute(form, 'method')?.toLowerCase();
}

function actionOf(form: Element, { url }: Page) {
  const action = new URL(attribute(form, 'action') ?? '', url);
  return { action, pattern: pathPattern(action.href) };
}

// Gives a key that is equal for the same form of other records and on other pages. Forms with other compulsory fields
// or another link to leave them are different.
function kindOf(page: Page, form: Element, button: Element): string {
  const { pattern } = actionOf(form, page);
  const controls = elements(form, 'input', 'select', 'textarea').filter((one) => inputType(one) !== 'submit');
  const fields = controls.map((one) => [attribute(one, 'name'), inputType(one), isRequired(one)].join(' '));
  const waysOut = elements(form, 'a').map((link) => accessibleName(link, page.root));
  const pressed = [attribute(button, 'name'), attribute(button, 'value')];
  return JSON.stringify([pattern, [...new Set(fields)], waysOut, pressed]);
}

function readForm(explorer: Explorer, page: Page, form: Element, button: Element, goodText: GoodText): ServedForm {
  const { action, pattern } = actionOf(form, page);
  fillIn(page, form, (label) => goodText(pattern, label));
  const { entries } = submissionOf(button, page.url, page.root, page.edits);
  const buttonName = accessibleName(button, page.root);
  return {
    explorer,
    name: `${page.h1} › ${buttonName} (${explorer.name})`,
    button: buttonName,
    action,
    pattern,
    swaps: [form, button].some(isSwapping),
    redraws: redrawing.test(attribute(button, 'value') ?? ''),
    entries,
    fields: entries.map((_, place) => readField(page, form, entries, place)),
  };
}

function isSwapping(element: Element): boolean {
  return attribute(element, 'hx-post') !== undefined || attribute(element, 'hx-boost') === 'true';
}

const redrawing = /^(aumentar|copiar|aplicar|quitar-\d+)$/;

/** Fills in the empty fields of a form. */
function fillIn({ root, edits }: Page, form: Element, textFor: (label: string) => string): void {
  for (const control of elements(form, 'input', 'select', 'textarea').filter(isField)) {
    if (control.tagName === 'select') {
      const [chosen] = chosenOptions(control, edits);
      const real = elements(control, 'option').filter((option) => optionValue(option) !== '');
      if (!chosen || optionValue(chosen) === '') edits.set(control, real.slice(0, 1));
    } else if (inputType(control) === 'radio') {
      const group = radioGroup(control, root);
      if (!group.some((radio) => isChecked(radio, edits))) choose(control, root, edits);
    } else if (isTick(control)) {
      edits.set(control, true);
    } else if (typedValue(control, edits) === '') {
      edits.set(control, textFor(plainLabel(accessibleName(control, root))));
    }
  }
}

function readField({ root }: Page, form: Element, entries: Submission['entries'], place: number): ServedField {
  const [name = '', good = ''] = entries[place] ?? [];
  const named = elements(form, 'input', 'select', 'textarea', 'button').filter(
    (one) => attribute(one, 'name') === name,
  );
  const alike = entries.filter((entry) => entry[0] === name).length;
  const before = entries.slice(0, place).filter((entry) => entry[0] === name).length;
  const control = named[alike > 1 ? before : 0];
  if (!control) throw new Error(`The form has no control “${name}”.`);
  const choices = control.tagName === 'select' ? elements(control, 'option').map(optionValue) : radioValues(named);
  const labelled = inputType(control) === 'radio' ? (closest(control, 'fieldset') ?? control) : control;
  const kind = fieldKind(control, good, choices);
  const shown = kind !== 'hidden' && kind !== 'button';
  return {
    name,
    id: (shown && attribute(control, 'id')) || name,
    place,
    listed: name === listName,
    label: shown ? plainLabel(accessibleName(labelled, root)) : name,
    kind,
    required: named.some(isRequired),
    good,
    choices,
    twin: kind === 'password' ? twinOf(root, form, control) : null,
  };
}

// The name of the lines of a list, even of a single one.
const listName = 'menu';

function fieldKind(control: Element, good: string, choices: string[]): FieldKind {
  if (isButton(control)) return 'button';
  if (control.tagName === 'select') {
    return choices.every((choice) => /^\d*$/.test(choice)) ? 'record' : 'choice';
  }
  if (control.tagName === 'textarea') return 'lines';
  const type = inputType(control);
  if (attribute(control, 'hidden') !== undefined) return 'hidden';
  if (type === 'hidden' || type === 'password' || type === 'radio') return type;
  if (attribute(control, 'readonly') !== undefined) return 'fixed';
  if (type === 'checkbox') return 'tick';
  return /^\d{4}-\d{2}-\d{2}$/.test(good) ? 'date' : 'text';
}

function radioValues(radios: Element[]): string[] {
  return radios.filter((one) => inputType(one) === 'radio').map((one) => attribute(one, 'value') ?? 'on');
}

// Finds the field «Confirmar Contraseña» after the password that it repeats.
function twinOf(root: Page['root'], form: Element, control: Element): string | null {
  const passwords = elements(form, 'input').filter((one) => inputType(one) === 'password');
  const next = passwords[passwords.indexOf(control) + 1];
  return next && /^Confirmar /.test(accessibleName(next, root)) ? (attribute(next, 'name') ?? null) : null;
}

function isRequired(control: Element): boolean {
  if (attribute(control, 'required') !== undefined || attribute(control, 'aria-required') === 'true') return true;
  // A group of checkboxes is compulsory as a whole, and its legend is marked.
  const group = inputType(control) === 'checkbox' && closest(control, 'fieldset');
  return group ? elements(group, 'legend').some((one) => attribute(one, 'class') === 'required') : false;
}

function plainLabel(label: string): string {
  return label.replace(/ ?\*$/, '');
}
