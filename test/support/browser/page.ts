import type { Edits } from './controls.ts';
import {
  accessibleName,
  attribute,
  closest,
  collapse,
  type Element,
  elements,
  inputType,
  isButton,
  isHidden,
  type Root,
  readHtml,
  textOf,
} from './dom.ts';
import { type Field, type FieldValue, fillField, readField } from './field.ts';
import { areaOf, findField, findNamed, isCalled, type Name, type Where } from './find.ts';
import { type Submission, submissionOf } from './form.ts';

/** The answer of which a page is made. */
export type Answer = {
  status: number;
  url: URL;
  /** The values by lower-case name. Several of one name are joined with a line break. */
  headers: Record<string, string>;
  /** The body as text, also where it is no HTML. */
  html: string;
  /** True for an answer to htmx, which becomes part of the open page. */
  fragment: boolean;
  /** The redirects that led to it, the first one first. */
  hops: { status: number; location: string }[];
};

/** A row of a table: texts by the headings of their columns. */
export type Row = Record<string, string>;

/** An answer, read by labels, names and headings rather than by its markup. */
export class Page {
  readonly status: number;
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly html: string;
  readonly hops: Answer['hops'];
  readonly edits: Edits = new Map();
  private readonly fragment: boolean;
  private reading: Root | undefined;

  constructor(answer: Answer) {
    this.status = answer.status;
    this.url = answer.url;
    this.headers = answer.headers;
    this.html = answer.html;
    this.hops = answer.hops;
    this.fragment = answer.fragment;
  }

  /** The parsed answer, read when it is first asked for. */
  get root(): Root {
    this.reading ??= readHtml(this.html, this.fragment).root;
    return this.reading;
  }

  get title(): string {
    const [title] = elements(this.root, 'title');
    return collapse(title?.childNodes.map((node) => ('value' in node ? node.value : '')).join('') ?? '');
  }

  get h1(): string {
    const [heading] = elements(this.root, 'h1');
    return heading ? textOf(heading) : '';
  }

  /** The whole text with blanks collapsed. */
  get text(): string {
    return textOf(this.root);
  }

  /** The entries of the summary of errors. */
  get errors(): string[] {
    const alerts = elements(this.root).filter((one) => attribute(one, 'role') === 'alert' && closest(one, 'main'));
    return alerts.flatMap((alert) => elements(alert, 'li')).map(textOf);
  }

  /** The texts announced to assistive technology: of elements with role="alert" or "status", or aria-live. */
  get announced(): string[] {
    return elements(this.root)
      .filter((one) => ['alert', 'status'].includes(attribute(one, 'role') ?? '') || attribute(one, 'aria-live'))
      .map(textOf)
      .filter((text) => text !== '');
  }

  /** The ids of all elements. */
  get ids(): string[] {
    return elements(this.root).flatMap((element) => attribute(element, 'id') ?? []);
  }

  /** Reads the rows of the only table, or of the one with this caption. */
  table(caption?: Name): Row[] {
    const table = this.tableElement(caption);
    const headings = this.headings(caption);
    return elements(table, 'tr')
      .filter((row) => closest(row, 'table') === table && closest(row, 'tbody') && elements(row, 'td').length > 0)
      .map((row) => readRow(row, headings));
  }

  /** Reads the column headings of the only table, or of the one with this caption. */
  headings(caption?: Name): string[] {
    const table = this.tableElement(caption);
    const isHead = (cell: Element) => attribute(cell, 'scope') === 'col';
    const row = elements(table, 'tr').find((one) => elements(one, 'th').some(isHead));
    if (!row) throw new Error(`The table “${accessibleName(table, this.root)}” has no column headings.`);
    return elements(row, 'td', 'th').map(textOf);
  }

  /** Finds a link by its name. */
  link(name: Name, where: Where = {}): { name: string; href: string } {
    const links = elements(areaOf(this.root, where), 'a').filter((one) => attribute(one, 'href') !== undefined);
    const element = findNamed(this.root, 'link', name, links, where);
    return { name: accessibleName(element, this.root), href: attribute(element, 'href') ?? '' };
  }

  /** Finds a button by its name. */
  button(name: Name, where: Where = {}): Element {
    return findNamed(this.root, 'button', name, elements(areaOf(this.root, where)).filter(isButton), where);
  }

  /** Gives the request that pressing a button would send. */
  submission(name: Name, where: Where = {}): Submission {
    return submissionOf(this.button(name, where), this.url, this.root, this.edits);
  }

  /** Gives the value of the first hidden input with that name; undefined where there is none. */
  hidden(name: string): string | undefined {
    const inputs = elements(this.root, 'input').filter((input) => inputType(input) === 'hidden');
    const found = inputs.find((input) => attribute(input, 'name') === name);
    return found && (attribute(found, 'value') ?? '');
  }

  /** The headings by which tables are sorted, with the directions. */
  get sorting(): Record<string, string> {
    const heads = elements(this.root, 'th').map((head) => [textOf(head), attribute(head, 'aria-sort')] as const);
    return Object.fromEntries(heads.flatMap(([name, direction]) => (direction ? [[name, direction]] : [])));
  }

  /** The name of the control that has the focus when the page opens; undefined unless there is exactly one. */
  get autofocused(): string | undefined {
    const [only, ...others] = elements(this.root).filter((one) => attribute(one, 'autofocus') !== undefined);
    return only && others.length === 0 ? accessibleName(only, this.root) : undefined;
  }

  /** True where there is a link or button of that name. */
  offers(name: Name, where: Where = {}): boolean {
    return elements(areaOf(this.root, where))
      .filter((one) => (isButton(one) || one.tagName === 'a') && !isHidden(one))
      .some((one) => isCalled(one, this.root, name, where));
  }

  /** Reads the control with that label, or the group of radio buttons with that legend. */
  field(label: Name, where: Where = {}): Field {
    return readField(findField(this.root, label, where), this.root, this.edits);
  }

  /** Fills in fields by their labels, without sending them. */
  fill(values: Record<string, FieldValue>, where: Where = {}): void {
    for (const [label, value] of Object.entries(values)) {
      fillField(findField(this.root, label, where), value, this.root, this.edits);
    }
  }

  private tableElement(caption?: Name): Element {
    const tables = elements(this.root, 'table');
    if (caption !== undefined) return findNamed(this.root, 'table', caption, tables);
    const [only] = tables;
    if (!only || tables.length > 1) throw new Error(`${this.url.pathname} has ${tables.length} tables, not one.`);
    return only;
  }
}

function readRow(row: Element, headings: string[]): Row {
  const read: Row = {};
  let column = 0;
  for (const cell of elements(row, 'td', 'th').filter((one) => closest(one, 'tr') === row)) {
    const end = column + Number(attribute(cell, 'colspan') ?? 1);
    for (const heading of headings.slice(column, end)) read[heading] = textOf(cell);
    column = end;
  }
  return read;
}
