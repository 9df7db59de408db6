import { newToken } from '../../data/secrets/tokens.ts';
import { type CookieName, readCookie, writeCookie } from '../cookies.ts';
import type { AnyContext } from '../env.ts';
import { isSealed, seal } from '../seal.ts';

/** The name of the hidden field with the form token. */
export const tokenField = '_token';

/**
 * Gives the form token of this browser (R1): the seal of the session's cookie, or of a cookie for visitors. It needs no
 * database, so a form still proves its origin after its session has expired.
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

/** Says whether a form comes from a page that was shown to this browser (R1). */
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
