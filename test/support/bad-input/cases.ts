import { routes } from '../../../src/routes/index.ts';
import { pathPattern } from '../lint/weights.ts';
import { badIds } from './bad-requests.ts';
import { type BadValue, tamperedWith } from './bad-values.ts';
import { bodyOf, type Sent } from './body.ts';
import type { ServedField, ServedForm, ServedPage } from './served-forms.ts';

/** A bad value, and the fields of a form in which it is sent one after the other. */
export type Case = { form: ServedForm; bad: BadValue; fields: ServedField[] };

/** The title of a case. */
export function caseName({ form, bad, fields }: Case): string {
  return `${form.name}: ${fields.length === 1 ? `«${fields[0]?.label}»` : 'a field'} with ${bad.what}`;
}

/** Tells whether any field is left to try. */
export function hasFields({ fields }: Case): boolean {
  return fields.length > 0;
}

/** Tells whether the form accepts this value all the same. */
export function isFine({ form, bad }: Case, field: ServedField): boolean {
  if (bad.status !== undefined) return false;
  return field.kind === 'fixed' || tamperedWith[field.name] === 'done' || (bad.fine?.(field, form) ?? false);
}

/** Gives the form's good entries except for one field, which a password's repetition follows. */
export function entriesWith(form: ServedForm, field: ServedField, sent: Sent[]): [string, Sent][] {
  const [first] = sent;
  const follows = first !== undefined && bodyOf([['', first]]).length < 1000;
  return form.entries.flatMap(([name, good], place): [string, Sent][] => {
    if (place === field.place) return sent.map((one) => [name, one]);
    return [[name, name === field.twin && follows ? first : good]];
  });
}

/** Gives the form with this value in all fields that a person fills in. */
export function withEverySeenField(form: ServedForm, value: string): [string, string][] {
  return form.fields.map((field) => [field.name, isSeen(field) ? value : field.good]);
}

/** Tells whether a person fills the field in. */
export function isSeen({ name, kind }: ServedField): boolean {
  return !['hidden', 'button', 'fixed'].includes(kind) && tamperedWith[name] !== 'done';
}

/** The id to which the summary of errors leads: for a group of checkboxes that of the first one. */
export function idOf({ id, kind, listed }: ServedField): string {
  return kind === 'tick' && listed ? 'menu' : id;
}

/** Tells whether the field is the button «Limpiar Campos». */
export function isClearing({ kind, good }: ServedField): boolean {
  return kind === 'button' && good === 'limpiar';
}

/** Lists addresses of a pattern that lead to no record of the own entity. */
export function wrongAddresses(pattern: string, foreign: string[]): [what: string, path: string][] {
  const others = foreign.filter((path) => pathPattern(path) === pattern);
  if (others.length === 0) throw new Error(`The neighbour has no ${pattern}.`);
  return [
    ...others.map((path): [string, string] => [`the neighbour's ${path}`, path]),
    ...badIds.map(([what, id]): [string, string] => [what, addressWith(pattern, id)]),
  ];
}

/** The address of a pattern with this number in it. */
export function addressWith(pattern: string, id: string): string {
  return pattern.replace(':id', () => id);
}

/** Gives the path of the route that serves an address, or else the address. */
export function routeOf(path: string): string {
  const parts = path.split('/');
  const fits = (part: string, index: number) => part === parts[index] || part.startsWith(':');
  const route = routes.find((one) => one.path.split('/').length === parts.length && one.path.split('/').every(fits));
  return route?.path ?? path;
}

/** The path of a page. */
export function pathOf({ page }: Pick<ServedPage, 'page'>): string {
  return page.url.pathname;
}

/** Gives the cases with full titles, which test.each would cut short. Throws where there are none. */
export function titled<T extends { name: string }>(all: T[]): [title: string, one: T][];
export function titled<T>(all: T[], title: (one: T) => string): [title: string, one: T][];
export function titled<T>(all: T[], title = (one: T) => (one as { name: string }).name): [title: string, one: T][] {
  if (all.length === 0) throw new Error('The product serves nothing of what is to be tried here.');
  return all.map((one) => [title(one), one]);
}

/** Gives the first one of each key. */
export function firstOf<T>(all: T[], key: (one: T) => string): T[] {
  return all.filter((one, index) => all.findIndex((other) => key(other) === key(one)) === index);
}
