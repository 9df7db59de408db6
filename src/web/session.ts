import { getConnInfo } from '@hono/node-server/conninfo';
import { Lucia, TimeSpan } from 'lucia';
import { findExpired, sessionAdapter } from '../data/outside/sessions.ts';
import { confirmPassword, type SignInParts } from '../data/outside/sign-in.ts';
import { type Origin, userKeyText } from '../data/records/caller.ts';
import { sessionLife } from '../data/records/session.ts';
import { newToken, tokenHash } from '../data/secrets/tokens.ts';
import type { Clock } from '../domain/civil-date.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import type { AnyContext, Sessions } from './env.ts';

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

    confirm: (c, password) => confirmPassword(parts, { ...c.var.actor, password }, originOf(c)),

    async open(c, signedIn) {
      const brought = readCookie(c, cookie);
      if (brought) await lucia.invalidateSession(tokenHash(brought));
      const token = newToken();
      const origin = {
        temporary: signedIn.temporary,
        address: clientAddress(c),
        userAgent: (c.req.header('User-Agent') ?? '').slice(0, longestUserAgent),
      };
      await lucia.createSession(userKeyText(signedIn), origin, { sessionId: tokenHash(token) });
      writeCookie(c, cookie, token);
    },

    async close(c) {
      const token = readCookie(c, cookie);
      if (token) await lucia.invalidateSession(tokenHash(token));
      dropCookie(c, cookie);
    },
  };
}

/** Gives the client's address. */
export function clientAddress(c: AnyContext): string {
  return getConnInfo(c).remote.address ?? '';
}

/** Gives the moment, address and number of a request, for limits and incidents. */
export function originOf(c: AnyContext): Origin {
  return { now: c.var.now, address: clientAddress(c), requestId: c.var.requestId };
}
