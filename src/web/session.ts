import { getConnInfo } from '@hono/node-server/conninfo';
import { Lucia, TimeSpan } from 'lucia';
import { findExpired, sessionAdapter } from '../data/outside/sessions.ts';
import { confirmPassword, type SignInParts } from '../data/outside/sign-in.ts';
import type { Origin } from '../data/records/caller.ts';
import { sessionLife } from '../data/records/session.ts';
import { newToken, tokenHash } from '../data/secrets/tokens.ts';
import { clientAddress } from '../domain/address.ts';
import type { Clock } from '../domain/civil-date.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import type { AnyContext, Sessions } from './env.ts';
import { findKnownBrowser } from './known-browser.ts';

const cookie = 'soce';
const longestUserAgent = 200;

/** Makes the verbs on sessions, through Lucia. */
export function openSessions(parts: SignInParts & { clock: Clock }): Sessions {
  const { database, clock } = parts;
  const lucia = new Lucia(sessionAdapter(database, clock), {
    sessionExpiresIn: new TimeSpan(sessionLife.absolute, 'ms'),
    getUserAttributes: ({ actor }) => ({ actor }),
  });
  return {
    async find(c) {
      const token = readCookie(c, cookie);
      if (!token) return null;
      const { user } = await lucia.validateSession(tokenHash(token));
      return user?.actor ?? null;
    },

    async findExpired(c) {
      const token = readCookie(c, cookie);
      return token ? findExpired(database, token, c.var.now) : null;
    },

    confirm: (c, password) => confirmPassword(parts, { ...c.var.actor, password }, guessOrigin(c, c.var.actor)),

    prepare(c) {
      const brought = readCookie(c, cookie);
      const token = newToken();
      const session = {
        id: tokenHash(token),
        replaces: brought ? tokenHash(brought) : null,
        address: c.var.address,
        userAgent: (c.req.header('User-Agent') ?? '').slice(0, longestUserAgent),
      };
      return { session, hand: () => writeCookie(c, cookie, token) };
    },

    async close(c) {
      const token = readCookie(c, cookie);
      if (token) await lucia.invalidateSession(tokenHash(token));
      dropCookie(c, cookie);
    },
  };
}

/**
 * Finds the client's address as the request begins: a connection that is reset while the request runs has none any more.
 */
export function addressOf(c: AnyContext): string {
  const peer = getConnInfo(c).remote.address ?? '';
  return clientAddress(peer, c.req.header('X-Forwarded-For'), c.var.app.trustedProxies);
}

/** Gives the moment, address and number of a request, for limits and incidents. */
export function originOf(c: AnyContext): Origin {
  const { now, address, requestId } = c.var;
  return { now, address, requestId };
}

/**
 * Gives the origin of a guess at an account, with the signal that its sender has gone, and the browser if it is known.
 */
export function guessOrigin(c: AnyContext, account: { ruc: string; userName: string }): Origin {
  const browser = findKnownBrowser(c, account);
  return { ...originOf(c), gone: c.req.raw.signal, ...(browser !== undefined && { browser }) };
}
