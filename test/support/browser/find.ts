import {
  accessibleName,
  attribute,
  type Element,
  elements,
  inputType,
  isField,
  isHidden,
  type Root,
  textOf,
} from './dom.ts';

/** The whole accessible name of a control, or a pattern for it. */
export type Name = string | RegExp;

/**
 * Limits a search to the table row that has a cell of this text, or contains it. There the start of a name is enough.
 */
export type Where = { row?: string };

/** Finds the only candidate of that name. Throws with the names of all where there is none or several. */
export function findNamed(root: Root, kind: string, name: Name, candidates: Element[], where: Where = {}): Element {
  const shown = candidates.filter((element) => !isHidden(element));
  const found = shown.filter((element) => isCalled(element, root, name, where));
  const [first] = found;
  if (first && found.length === 1) return first;
  const known = shown.map((element) => `“${accessibleName(element, root)}”`).join(', ') || 'none';
  const place = where.row === undefined ? '' : ` in the row of “${where.row}”`;
  throw new Error(`The page has ${found.length} of ${kind} “${name}”${place}. There are: ${known}.`);
}

/** Finds the control with that label, or the group of radio buttons with that legend. */
export function findField(root: Root, label: Name, where: Where = {}): Element {
  const groups = elements(areaOf(root, where)).filter((element) => isRadioGroup(element) && !isHidden(element));
  const called = groups.filter((element) => isCalled(element, root, label, where));
  const [group] = called;
  if (group && called.length === 1) return group;
  return findNamed(root, 'field', label, elements(areaOf(root, where)).filter(isField), where);
}

/** Gives the part of the page to search: all of it, or one row of a table. */
export function areaOf(root: Root, { row }: Where): Root | Element {
  if (row === undefined) return root;
  const all = elements(root, 'tr');
  const exact = all.filter((element) => elements(element, 'td', 'th').some((cell) => textOf(cell) === row));
  const rows = exact.length > 0 ? exact : all.filter((element) => textOf(element).includes(row));
  const [first] = rows;
  if (first && rows.length === 1) return first;
  throw new Error(`${rows.length} rows of the page hold “${row}”.`);
}

export function isCalled(element: Element, root: Root, name: Name, where: Where = {}): boolean {
  const own = accessibleName(element, root);
  if (name instanceof RegExp) return name.test(own);
  // The asterisk marks a compulsory field and is no part of its name.
  const plain = own.replace(/ ?\*$/, '');
  return plain === name || (where.row !== undefined && plain.startsWith(`${name} `));
}

/** Lists the radio buttons of a group; none for any other element. */
export function radiosIn(element: Element): Element[] {
  return isGroup(element) ? elements(element, 'input').filter((input) => inputType(input) === 'radio') : [];
}

function isRadioGroup(element: Element): boolean {
  return radiosIn(element).length > 0;
}

function isGroup(element: Element): boolean {
  return element.tagName === 'fieldset' || ['group', 'radiogroup'].includes(attribute(element, 'role') ?? '');
}
