import { newToken } from '../../data/secrets/tokens.ts';
import { type CookieName, readCookie, writeCookie } from '../cookies.ts';
import type { AnyContext } from '../env.ts';
import { isSealed, seal } from '../seal.ts';

/** The name of the hidden field with the form token. */
export const tokenField = '_token';

/**
 * Gives the token for the forms of this page (R1), made with the server key from the session's cookie, or for a visitor
 * from a cookie of its own. It needs no database, so a form whose session has expired still proves its origin.
 */
export function formToken(c: AnyContext): string {
  const session = readCookie(c, 'soce');
  if (session) return seal(c, `form ${session}`);
  const known = readCookie(c, 'soce_form');
  if (known) return seal(c, `form ${known}`);
  const visitor = newToken();
  writeCookie(c, 'soce_form', visitor);
  return seal(c, `form ${visitor}`);
}

/** True where a form comes from a page of ours that was shown to this browser. */
export function isOwnForm(c: AnyContext, token: string): boolean {
  if (isForeign(c)) return false;
  const cookies: CookieName[] = ['soce', 'soce_form'];
  return cookies.some((name) => {
    const value = readCookie(c, name);
    return value !== undefined && isSealed(c, `form ${value}`, token);
  });
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
