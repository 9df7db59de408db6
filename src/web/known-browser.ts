import { randomBytes } from 'node:crypto';
import { knownBrowser } from '../domain/guessing.ts';
import { foldUserName } from '../domain/user.ts';
import { type CookieName, dropCookie, readCookies, writeCookie } from './cookies.ts';
import type { AnyContext } from './env.ts';
import { isSame } from './seal.ts';

/** An account by the RUC and the user name as typed; it may not exist. */
type Account = { ruc: string; userName: string };

const family = 'soce_conocido_';
// 64 bits, so that no two accounts in a browser share a name.
const nameLength = 11;
// 132 bits, more than can be guessed.
const markLength = 22;

/**
 * Gives the number of the browser if its person has signed in to this account before (T5). A cookie that is forged, of
 * another account, a year old or sent twice is as none.
 */
export function findKnownBrowser(c: AnyContext, account: Account): string | undefined {
  const name = nameFor(c, account);
  const [cookie, ...others] = readCookies(c, family).filter((one) => one.name === name);
  if (!cookie || others.length > 0) return undefined;
  const [number = '', madeAt = ''] = cookie.value.split('.');
  if (!isSame(valueFor(c, account, number, madeAt), cookie.value)) return undefined;
  return Number(madeAt) + knownBrowser.life > c.var.now.getTime() ? number : undefined;
}

/**
 * Makes the browser known to an account, after a right sign-in. Its number is new each time, so that an older cookie
 * that was stolen doesn't share in what the owner does. A browser stays known to the few accounts used last (T5).
 */
export function rememberBrowser(c: AnyContext, account: Account): void {
  const name = nameFor(c, account);
  const others = readCookies(c, family).filter((one) => one.name !== name);
  const oldestLast = others.toSorted((one, other) => madeAtOf(other) - madeAtOf(one));
  for (const one of oldestLast.slice(knownBrowser.accounts - 1)) dropCookie(c, one.name);
  const number = randomBytes(16).toString('base64url');
  writeCookie(c, name, valueFor(c, account, number, String(c.var.now.getTime())), knownBrowser.life);
}

function nameFor(c: AnyContext, account: Account): CookieName {
  return `${family}${markOf(c, account, 'name').slice(0, nameLength)}`;
}

function valueFor(c: AnyContext, account: Account, number: string, madeAt: string): string {
  const text = `${number}.${madeAt}`;
  return `${text}.${markOf(c, account, text).slice(0, markLength)}`;
}

function markOf(c: AnyContext, { ruc, userName }: Account, text: string): string {
  return c.var.app.secrets.browserMark(ruc, foldUserName(userName), text);
}

function madeAtOf({ value }: { value: string }): number {
  return Number(value.split('.')[1]) || 0;
}
