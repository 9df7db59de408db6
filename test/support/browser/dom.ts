import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5';

export type Element = DefaultTreeAdapterTypes.Element;
export type Root = DefaultTreeAdapterTypes.Document | DefaultTreeAdapterTypes.DocumentFragment;
type Node = DefaultTreeAdapterTypes.Node;

/** A parsed document, and the faults that the parser reported. */
export type Reading = { root: Root; faults: string[] };

// Each page is read twice, by the lint and by the test; parsing takes a tenth of the time of the route tests.
let last: { html: string; fragment: boolean; reading: Reading } | undefined;

/** Parses a page as a browser without scripting does, or a fragment that is to be swapped in. */
export function readHtml(html: string, fragment: boolean): Reading {
  if (last?.html !== html || last.fragment !== fragment) last = { html, fragment, reading: parsed(html, fragment) };
  return last.reading;
}

function parsed(html: string, fragment: boolean): Reading {
  const faults: string[] = [];
  const options = {
    scriptingEnabled: false,
    onParseError: (error: { code: string; startLine: number; startCol: number }) =>
      void faults.push(`${error.code} (line ${error.startLine}, column ${error.startCol})`),
  };
  return { root: fragment ? parseFragment(html, options) : parse(html, options), faults };
}

/** Lists the elements below a node in document order: all of them, or those with one of the tags. */
export function elements(node: Node, ...tags: string[]): Element[] {
  const all = isElement(node) ? walked(node) : allIn(node as Root);
  return tags.length === 0 ? [...all] : all.filter(({ tagName }) => tags.includes(tagName));
}

// The elements of whole documents, which nothing changes once they are read: each test asks for them many times.
const known = new WeakMap<Root, Element[]>();

function allIn(root: Root): Element[] {
  const all = known.get(root) ?? walked(root);
  known.set(root, all);
  return all;
}

function walked(node: Node, found: Element[] = []): Element[] {
  for (const child of childrenOf(node)) {
    if (!isElement(child)) continue;
    found.push(child);
    walked(child, found);
  }
  return found;
}

/** Gives an attribute's value; undefined where it is missing. */
export function attribute(element: Element, name: string): string | undefined {
  for (const one of element.attrs) if (one.name === name) return one.value;
  return undefined;
}

/** Finds the nearest element with one of the tags: the element itself or one around it. */
export function closest(element: Element, ...tags: string[]): Element | null {
  let node: Node | null = element;
  while (node && isElement(node)) {
    if (tags.includes(node.tagName)) return node;
    node = node.parentNode;
  }
  return null;
}

/** Lists the elements around one, nearest first. */
export function ancestors(element: Element): Element[] {
  const parent = element.parentNode;
  return parent && isElement(parent) ? [parent, ...ancestors(parent)] : [];
}

export function byId(root: Root, id: string): Element | null {
  return allIn(root).find((element) => attribute(element, 'id') === id) ?? null;
}

/** Splits a list of ids, such as that of aria-describedby. */
export function ids(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter(Boolean);
}

/** Gives the text of an element with blanks collapsed, regardless of style sheets. */
export function textOf(node: Node): string {
  return collapse(rawText(node, () => false));
}

/** Gives the accessible name of a control, a link, a table or a group. */
export function accessibleName(element: Element, root: Root): string {
  const named = ids(attribute(element, 'aria-labelledby')).map((id) => byId(root, id));
  if (named.length > 0) return collapse(named.map((source) => (source ? nameFromContent(source) : '')).join(' '));
  const label = attribute(element, 'aria-label');
  if (label?.trim()) return collapse(label);
  return nativeName(element, root) || collapse(attribute(element, 'title') ?? '');
}

/** Finds the labels of a control: those that point to it and those around it. */
function labelsOf(control: Element, root: Root): Element[] {
  const id = attribute(control, 'id');
  const around = closest(control, 'label');
  return elements(root, 'label').filter((label) => {
    const target = attribute(label, 'for');
    return target === undefined ? label === around : target !== '' && target === id;
  });
}

export function isHidden(element: Element): boolean {
  let node: Node | null = element;
  while (node && isElement(node)) {
    if (attribute(node, 'hidden') !== undefined) return true;
    node = node.parentNode;
  }
  return false;
}

/** True for controls that a person fills in: inputs, selects and text areas, except buttons and hidden inputs. */
export function isField(element: Element): boolean {
  if (element.tagName === 'select' || element.tagName === 'textarea') return !isHidden(element);
  return element.tagName === 'input' && !isButton(element) && inputType(element) !== 'hidden' && !isHidden(element);
}

export function isButton(element: Element): boolean {
  if (element.tagName === 'button') return true;
  return element.tagName === 'input' && ['submit', 'image', 'reset', 'button'].includes(inputType(element));
}

/** Gives the type of an input or a button, with the default that browsers apply. */
export function inputType(element: Element): string {
  const type = attribute(element, 'type')?.toLowerCase();
  if (element.tagName === 'button') return type === 'reset' || type === 'button' ? type : 'submit';
  return type ?? 'text';
}

export function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function nativeName(element: Element, root: Root): string {
  switch (element.tagName) {
    case 'fieldset':
      return contentOfFirst(element, 'legend');
    case 'table':
      return contentOfFirst(element, 'caption');
    case 'img':
      return collapse(attribute(element, 'alt') ?? '');
    case 'input':
      if (isButton(element)) {
        const ownName = inputType(element) === 'image' ? attribute(element, 'alt') : attribute(element, 'value');
        return collapse(ownName ?? '');
      }
      return nameFromLabels(element, root);
    case 'select':
    case 'textarea':
      return nameFromLabels(element, root);
    default:
      return nameFromContent(element);
  }
}

function contentOfFirst(element: Element, tag: string): string {
  const [first] = elements(element, tag);
  return first ? nameFromContent(first) : '';
}

function nameFromLabels(control: Element, root: Root): string {
  return collapse(
    labelsOf(control, root)
      .map((label) => rawText(label, (inner) => inner === control || isHushed(inner)))
      .join(' '),
  );
}

function nameFromContent(element: Element): string {
  return collapse(rawText(element, isHushed));
}

function isHushed(element: Element): boolean {
  return attribute(element, 'aria-hidden') === 'true';
}

const silent = ['script', 'style', 'template', 'head', 'title'];
const inline = ['a', 'abbr', 'b', 'bdi', 'bdo', 'cite', 'code', 'data', 'dfn', 'em', 'i', 'kbd', 'label', 'mark', 'q'];
inline.push('s', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var');

function rawText(node: Node, skip: (element: Element) => boolean): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  if (isElement(node)) {
    if (silent.includes(node.tagName) || attribute(node, 'hidden') !== undefined || skip(node)) return '';
    if (node.tagName === 'img') return attribute(node, 'alt') ?? '';
  }
  const content = childrenOf(node)
    .map((child) => rawText(child, skip))
    .join('');
  return isElement(node) && !inline.includes(node.tagName) ? ` ${content} ` : content;
}

function childrenOf(node: Node): DefaultTreeAdapterTypes.ChildNode[] {
  return 'childNodes' in node ? node.childNodes : [];
}

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}
