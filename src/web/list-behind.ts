import { paths } from '../../views/kit/paths.ts';
import { printable } from '../domain/typed-text.ts';
import type { AnyContext } from './env.ts';
import { listParameters } from './listing.ts';

/** The hidden field and parameter with the query of the list behind a page. */
export const behindField = 'lista';

const longest = 500;

/**
 * Gives the query of the list that a page of one of its records was opened from, with its search, order and page, so
 * that one comes back to the list as it was (product 2). The browser names the list when it opens the page, and each
 * form and address of the page carries it on. Gives '' for the list's usual state.
 */
export function listBehind(c: AnyContext): string {
  const { form, kept: late } = c.var;
  const carried = form?.get(behindField) ?? late?.form?.get(behindField) ?? c.req.query(behindField);
  return known(carried ?? queryOfReferrer(c));
}

/** Gives the address with the list behind the present page, for a page that a form leads to. */
export function withListBehind(c: AnyContext, address: string): string {
  const behind = listBehind(c);
  if (!behind) return address;
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams({ [behindField]: behind })}`;
}

/** Gives the address of the list behind with a record's row in view, and the row's anchor. */
export function rowBehind(c: AnyContext, address: (query: string) => string, mark: 'c' | 'u', id: number): string {
  const query = new URLSearchParams(listBehind(c));
  query.delete('pagina');
  query.set('ver', String(id));
  return `${address(`?${query}`)}#${mark}${id}`;
}

function queryOfReferrer(c: AnyContext): string {
  const referrer = c.req.header('Referer') ?? '';
  if (!URL.canParse(referrer)) return '';
  const { pathname, search } = new URL(referrer);
  const isList = [paths.contacts(), paths.users()].some(
    (list) => pathname === list && c.req.path.startsWith(`${list}/`),
  );
  return isList ? search : '';
}

function known(query: string): string {
  const given = new URLSearchParams(printable(query));
  const parameters = listParameters.flatMap((name) => (given.get(name) ? [[name, given.get(name) ?? '']] : []));
  const text = new URLSearchParams(parameters).toString();
  return text && text.length <= longest ? `?${text}` : '';
}
