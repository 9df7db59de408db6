import { consumeAllowance } from '../data/outside/guessing.ts';
import { networkOf } from '../domain/address.ts';
import { failuresPerMinute } from '../domain/guessing.ts';
import { type CookieName, readCookie, writeCookie } from './cookies.ts';
import type { PublicContext } from './env.ts';
import { TooManyTries } from './errors.tsx';
import { originOf } from './session.ts';

/**
 * Moves the token of a report link from the address into a cookie, and leads to its page, so that no history, referrer or
 * form contains it.
 */
export function leaveReportToken(c: PublicContext, cookie: CookieName, page: string): Response {
  c.header('Referrer-Policy', 'no-referrer');
  // Mail programs take the sign behind a link into it.
  const [token = ''] = /^[\w-]*/.exec(c.req.param('token') ?? '') ?? [];
  writeCookie(c, cookie, token);
  return c.redirect(page, 303);
}

/** Reads the token of a report link. It can't be guessed; the limit only keeps attempts cheap (T2). */
export async function readReportToken(c: PublicContext, cookie: CookieName): Promise<string | null> {
  const token = readCookie(c, cookie);
  const { address, now } = originOf(c);
  const allowance = { key: `report link ${networkOf(address)}`, points: failuresPerMinute.address, seconds: 60 };
  const { within, until } = await consumeAllowance(c.var.app.database, allowance, now);
  if (!within) throw new TooManyTries(until);
  return token ?? null;
}
