import { readUserKey, userKeyText } from '../../data/records/caller.ts';
import { newToken } from '../../data/secrets/tokens.ts';
import { readCookie, writeCookie } from '../cookies.ts';
import type { AnyContext, PublicContext, Reader } from '../env.ts';
import { isSame, seal } from '../seal.ts';

/** The name of the hidden field with the form token. */
export const tokenField = '_token';

const visitor = 'visitor';

// A person beyond these loses open forms when others sign in on the same browser, until a page is shown to them again.
const mostPeople = 5;

/**
 * Gives the form token of a page (R1): the seal of this browser and of the person to whom the page is shown. It needs no
 * database and no session, so a form still proves its origin and whose it is whatever has become of the session (S4).
 */
export function formToken(c: AnyContext): string {
  const reader = c.var.actor ? userKeyText(c.var.actor) : visitor;
  const { mark, people } = findBrowser(c) ?? { mark: newToken(), people: [] };
  const known = reader === visitor || people.includes(reader) ? people : [reader, ...people].slice(0, mostPeople);
  rememberBrowser(c, [mark, ...known].join('.'));
  return tokenFor(c, mark, reader);
}

/** Gives the person to whom this browser was shown the page with this token, 'visitor' for nobody, null for no page. */
export function formReader(c: AnyContext, token: string): Reader | null {
  const { mark, people } = findBrowser(c) ?? { mark: '', people: [] };
  const reader = mark && [visitor, ...people].find((one) => isSame(tokenFor(c, mark, one), token));
  if (!reader) return null;
  return reader === visitor ? visitor : readUserKey(reader);
}

/** True if the browser has the cookie that every page with a form gives it. */
export function hasCookies(c: AnyContext): boolean {
  return findBrowser(c) !== null;
}

/** True for a form that another site's page sent (R1). Firefox 68 names no site, so a missing header proves nothing. */
export function isForeign(c: AnyContext): boolean {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = c.req.header('Origin');
  // A privacy setting or a sandbox hides the origin; the browser still vouches for the site.
  if (origin === undefined || (origin === 'null' && site === 'same-origin')) return false;
  return origin !== c.var.app.baseUrl.origin && hostOf(origin) !== c.req.header('Host');
}

// The reader stands last and has no space, so that no two pairs of browser and reader make one text.
function tokenFor(c: AnyContext, mark: string, reader: string): string {
  return seal(c, `form ${mark} ${reader}`);
}

/** A browser by its random mark, with the people to whom it was shown pages. */
type Browser = { mark: string; people: string[] };

// The people are not sealed: only the server can make the token of a person, so one who is made up has no form.
function findBrowser(c: AnyContext): Browser | null {
  const [mark, ...people] = (c.var.browserCookie ?? readCookie(c, 'soce_form') ?? '').split('.');
  return mark ? { mark, people: people.slice(0, mostPeople) } : null;
}

function rememberBrowser(c: AnyContext, browser: string): void {
  if (browser === (c.var.browserCookie ?? readCookie(c, 'soce_form'))) return;
  writeCookie(c, 'soce_form', browser);
  // The forms of one page ask for the token one after the other.
  (c as PublicContext).set('browserCookie', browser);
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
