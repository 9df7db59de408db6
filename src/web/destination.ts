import { paths } from '../../views/kit/paths.ts';
import { formsKeptFor } from '../data/outside/kept-forms.ts';
import { type UserKey, userKeyText } from '../data/records/caller.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import type { PublicContext } from './env.ts';
import { isSealed, seal } from './seal.ts';

/** The kind of the interrupted request: for a page, with a form that is now kept, or by another button. */
type Interruption = 'page' | 'form' | 'action';

type Destination = { user: string | null; path: string; after: Interruption; until: number };

// A cookie holds 4 kB in all, so a longer query is left out.
const longestPath = 1_000;

/**
 * Stores in the browser the page to open after the next sign-in. If the user of the expired session is known, the page
 * is for that user alone. The cookie is sealed, so that nobody can make it lead elsewhere.
 */
export function leaveDestination(c: PublicContext, user: UserKey | null, url: URL, after: Interruption): void {
  const path = url.pathname + url.search;
  const destination: Destination = {
    user: user && userKeyText(user),
    path: path.length <= longestPath ? path : url.pathname,
    after,
    until: c.var.now.getTime() + formsKeptFor,
  };
  const text = JSON.stringify(destination);
  writeCookie(c, 'soce_destino', `${seal(c, `destination ${text}`)}.${text}`);
}

/** Takes the page to open after a sign-in, "Inicio" by default, with the sentence to show there, or null. */
export function takeDestination(c: PublicContext, signedIn: UserKey): { path: string; sentence: string | null } {
  const home = { path: paths.home(), sentence: null };
  const cookie = readCookie(c, 'soce_destino');
  if (!cookie) return home;
  dropCookie(c, 'soce_destino');
  const [mark = '', ...rest] = cookie.split('.');
  const text = rest.join('.');
  if (!isSealed(c, `destination ${text}`, mark)) return home;
  const { user, path, after, until } = JSON.parse(text) as Destination;
  if (user !== null && user !== userKeyText(signedIn)) return home;
  // An address that begins with two slashes would lead to another site.
  if (!/^\/(?![/\\])/.test(path)) return home;
  return { path, sentence: sentenceOf(after, until > c.var.now.getTime()) };
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
