import { newToken } from '../../data/secrets/tokens.ts';
import { readCookie, writeCookie } from '../cookies.ts';
import type { AnyContext } from '../env.ts';
import { isSealed, seal } from '../seal.ts';

/** The name of the hidden field with the form token. */
export const tokenField = '_token';

/**
 * Gives the form token of a page (R1): the seal of the session's cookie where somebody is signed in, otherwise of a cookie
 * for visitors. It needs no database, so a form still proves its origin after its session has expired.
 */
export function formToken(c: AnyContext): string {
  const known = readCookie(c, c.var.actor ? 'soce' : 'soce_form');
  if (known) return seal(c, `form ${known}`);
  const visitor = newToken();
  writeCookie(c, 'soce_form', visitor);
  return seal(c, `form ${visitor}`);
}

/**
 * Says whether a form comes from a page that was shown to this browser (R1). While the browser has a session, a form of
 * the session takes its token alone. A public one takes the visitor's as well, since its page may be older than the
 * sign-in in another tab.
 */
export function isOwnForm(c: AnyContext, token: string, kind: 'public' | 'of a session'): boolean {
  if (isForeign(c)) return false;
  const session = readCookie(c, 'soce');
  const visitor = readCookie(c, 'soce_form');
  const good = session && kind === 'of a session' ? [session] : [session, visitor];
  return good.some((cookie) => Boolean(cookie) && isSealed(c, `form ${cookie}`, token));
}

// Firefox 68 sends neither header, so a missing one proves nothing; one that names another site refuses the form.
function isForeign(c: AnyContext): boolean {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = c.req.header('Origin');
  if (origin === undefined) return false;
  return origin !== c.var.app.baseUrl.origin && hostOf(origin) !== c.req.header('Host');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
