import { paths } from '../../views/kit/paths.ts';
import { formsKeptFor } from '../data/outside/kept-forms.ts';
import type { UserKey } from '../data/records/caller.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import type { PublicContext } from './env.ts';
import { isSealed, seal } from './seal.ts';

/** The request that was interrupted by the sign-in: for a page, with a form that is kept, or with another press. */
export type Interruption = 'page' | 'form' | 'action';

type Destination = { user: string | null; path: string; after: Interruption; until: number };

// A cookie holds 4 kB in all; a longer search is typed again.
const longestPath = 1_000;

/**
 * Remembers in this browser the page to open after signing in, for the user of the expired session alone where it is
 * known. The cookie is sealed, so that it can name no other page.
 */
export function leaveDestination(c: PublicContext, user: UserKey | null, url: URL, after: Interruption): void {
  const path = url.pathname + url.search;
  const destination: Destination = {
    user: user && nameOf(user),
    path: path.length <= longestPath ? path : url.pathname,
    after,
    until: c.var.now.getTime() + formsKeptFor,
  };
  const text = JSON.stringify(destination);
  writeCookie(c, 'soce_destino', `${seal(c, `destination ${text}`)}.${text}`);
}

/** Gives the page that opens after a sign-in, and the sentence to show there; null for none. */
export function takeDestination(c: PublicContext, signedIn: UserKey): { path: string; sentence: string | null } {
  const usual = { path: paths.home(), sentence: null };
  const cookie = readCookie(c, 'soce_destino');
  if (!cookie) return usual;
  dropCookie(c, 'soce_destino');
  const [mark = '', ...rest] = cookie.split('.');
  const text = rest.join('.');
  if (!isSealed(c, `destination ${text}`, mark)) return usual;
  const { user, path, after, until } = JSON.parse(text) as Destination;
  if (user !== null && user !== nameOf(signedIn)) return usual;
  return { path, sentence: sentenceOf(after, until > c.var.now.getTime()) };
}

function nameOf({ ruc, userId }: UserKey): string {
  return `${ruc}/${userId}`;
}

function sentenceOf(after: Interruption, inTime: boolean): string | null {
  if (after === 'page') return null;
  if (after === 'action') {
    return 'Su sesión terminó antes de hacer el cambio. Si todavía lo desea, hágalo de nuevo.';
  }
  return inTime
    ? 'Su sesión terminó antes de guardar. Revise lo que escribió y guarde de nuevo.'
    : 'Su sesión terminó antes de guardar, y lo que escribió ya no se conserva. Escríbalo de nuevo.';
}
