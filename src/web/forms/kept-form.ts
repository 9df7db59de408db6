import { findKeptForm, formsKeptFor, keepForm } from '../../data/outside/kept-forms.ts';
import { type UserKey, userKeyText } from '../../data/records/caller.ts';
import { tokenHash } from '../../data/secrets/tokens.ts';
import { type CookieName, dropCookie, readCookies, writeCookie } from '../cookies.ts';
import type { KeptForm, PublicContext } from '../env.ts';
import { behindField } from '../list-behind.ts';
import { seal } from '../seal.ts';
import { passwordFields } from './body.ts';
import { creationKeyField, versionField } from './carried.ts';
import { tokenField } from './token.ts';

type FormCookie = Extract<CookieName, `soce_borrador_${string}`>;

const family = 'soce_borrador_';
// 66 and 48 bits: which person and page, and which of the forms of that page.
const [markLength, numberLength] = [11, 8];
// A form's cookie outlives the form, so that its page can say that it is gone.
const cookieLife = 24 * formsKeptFor;
const mostCookies = 10;

/** The hidden fields; a form without others isn't kept. */
const hiddenFields = [versionField, creationKeyField, behindField, 'account', 'session'];

/**
 * Keeps the request's form for the person on whose page it was typed (S4), without passwords and token, until the page
 * shows it to them again. Gives false, and keeps nothing, if the form has hidden fields only.
 */
export async function keepTypedForm(c: PublicContext, person: UserKey): Promise<boolean> {
  const kept = new URLSearchParams([...c.var.form].filter(([name]) => !isLeftOut(name)));
  if ([...kept.keys()].every((name) => hiddenFields.includes(name))) return false;
  const body = kept.toString();
  // The same form sent twice is one.
  const token = seal(c, `kept ${userKeyText(person)} ${c.req.path} ${tokenHash(body)}`);
  await keepForm(c.var.app.database, person, { token, path: c.req.path, body, now: c.var.now });
  // Browsers send the oldest first.
  for (const { name } of readCookies(c, family).slice(0, -(mostCookies - 1))) dropCookie(c, name);
  // A cookie for each, so that two tabs don't overwrite each other's.
  writeCookie(c, `${startFor(c, person)}${tokenHash(token).slice(0, numberLength)}`, token, cookieLife);
  return true;
}

/**
 * Takes the newest form that was kept for this page and this person, once. Gives null if none was kept here, at no cost;
 * says so if one was and is gone.
 */
export async function takeKeptForm(c: PublicContext, user: UserKey): Promise<KeptForm | null> {
  // A page that the script fetches, to prolong the session, shows nothing. Browsers name the destination; programs that
  // are none name a mode at most.
  if ((c.req.header('Sec-Fetch-Dest') ?? 'document') !== 'document') return null;
  const cookies = readCookies(c, family);
  const start = cookies.length > 0 ? startFor(c, user) : family;
  const own = cookies.filter(({ name }) => name.startsWith(start));
  if (own.length === 0) return null;
  const found = await findKeptForm(c.var.app.database, user, { tokens: valuesOf(own), path: c.req.path }, c.var.now);
  for (const { name, value } of own) if (!found || tokenHash(value) === found.id) dropCookie(c, name);
  return found ? { form: new URLSearchParams(found.body), sentence: again } : { form: null, sentence: gone };
}

/** Gives the page of the newest form that this browser sent and that is kept for a person; null for none. */
export async function pageOfKeptForm(c: PublicContext, user: UserKey): Promise<string | null> {
  const cookies = readCookies(c, family);
  if (cookies.length === 0) return null;
  const found = await findKeptForm(c.var.app.database, user, { tokens: valuesOf(cookies) }, c.var.now);
  return found?.path ?? null;
}

const again = 'Su sesión terminó antes de guardar. Revise lo que escribió y guarde de nuevo.';
const gone = 'Su sesión terminó antes de guardar, y lo que escribió ya no se conserva. Escríbalo de nuevo.';

function startFor(c: PublicContext, user: UserKey): FormCookie {
  return `${family}${seal(c, `kept for ${userKeyText(user)} ${c.req.path}`).slice(0, markLength)}`;
}

function valuesOf(cookies: { value: string }[]): string[] {
  return cookies.map(({ value }) => value);
}

function isLeftOut(name: string): boolean {
  return name === tokenField || passwordFields.includes(name);
}
