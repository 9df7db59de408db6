import { type UserKey, userKeyText } from '../data/records/caller.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import type { PublicContext } from './env.ts';
import { isSealed, seal } from './seal.ts';

/** The kind of the interrupted request: for a page, with a form that is now kept, or by another button. */
type Interruption = 'page' | 'form' | 'action';

type Destination = { user: string | null; path: string; after: Interruption };

// A cookie holds 4 kB in all, encoded, so a longer query is left out.
const longestPath = 2_800;

/**
 * Stores in the browser the page to open after the next sign-in. If the person who asked for it is known, the page is
 * for them alone. The cookie is sealed, so that nobody can make it lead elsewhere.
 */
export function leaveDestination(c: PublicContext, user: UserKey | null, url: URL, after: Interruption): void {
  const path = url.pathname + url.search;
  const destination: Destination = {
    user: user && userKeyText(user),
    path: encodeURIComponent(path).length <= longestPath ? path : url.pathname,
    after,
  };
  const text = JSON.stringify(destination);
  writeCookie(c, 'soce_destino', `${seal(c, `destination ${text}`)}.${text}`);
}

/**
 * Takes the page to open after a sign-in, with the sentence to show there, if any; the page of a kept form has its own.
 * Gives null for none, and leaves another person's to them.
 */
export function takeDestination(c: PublicContext, signedIn: UserKey): { path: string; sentence: string | null } | null {
  const cookie = readCookie(c, 'soce_destino');
  if (!cookie) return null;
  const [mark = '', ...rest] = cookie.split('.');
  const text = rest.join('.');
  const destination = isSealed(c, `destination ${text}`, mark) ? (JSON.parse(text) as Destination) : null;
  if (destination?.user && destination.user !== userKeyText(signedIn)) return null;
  dropCookie(c, 'soce_destino');
  // An address that begins with two slashes would lead to another site.
  if (!destination || !/^\/(?![/\\])/.test(destination.path)) return null;
  return { path: destination.path, sentence: destination.after === 'action' ? unchanged : null };
}

const unchanged = 'Su sesión terminó antes de hacer el cambio. Si todavía lo desea, hágalo de nuevo.';
