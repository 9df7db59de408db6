import { paths } from '../views/kit/paths.ts';
import { measured } from './population.ts';
import type { Server } from './server.ts';

/** A request as a load sends it. */
export type Request = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string };

/** The answer to one request, its body unpacked. */
export type Answer = { status: number; headers: Headers; text: string };

/** What a browser has on a server: its cookie, and the form token that belongs to it. */
export type Browser = { cookie: string; token: string };

/** The administrator of the measured entity, signed in; and a visitor, who has the sign-in form. */
export type Visit = { administrator: Browser; visitor: Browser };

const longestWait = 10_000;

/** Sends one request. */
export async function send(server: Server, { path, ...options }: Request): Promise<Answer> {
  const signal = AbortSignal.timeout(longestWait);
  const answer = await fetch(server.origin + path, { ...options, redirect: 'manual', signal });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Makes a request with a form. */
export function post(path: string, { cookie, token }: Browser, fields: Record<string, string>): Request {
  const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', path, headers, body: new URLSearchParams({ _token: token, ...fields }).toString() };
}

/** Makes the request that signs the administrator in. */
export function signInRequest(visitor: Browser): Request {
  const { ruc, name: userName, password } = measured;
  return post(paths.signIn(), visitor, { ruc, userName, password });
}

/** The cookie of the session that an answer opens; null if it opens none. */
export function sessionIn({ headers }: Answer): string | null {
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  return cookies.find((cookie) => /^soce=[\w-]{43}$/.test(cookie)) ?? null;
}

/** Signs the administrator in. */
export async function visit(server: Server): Promise<Visit> {
  const form = await send(server, { method: 'GET', path: paths.signIn(), headers: {} });
  const visitor = { cookie: cookiesAfter('', form), token: tokenIn(form) };
  const answer = await send(server, signInRequest(visitor));
  if (!sessionIn(answer)) throw new Error(`The sign-in answered ${answer.status} and no session.`);
  const cookie = cookiesAfter(visitor.cookie, answer);
  const list = await send(server, { method: 'GET', path: paths.users(), headers: { cookie } });
  return { visitor, administrator: { cookie: cookiesAfter(cookie, list), token: tokenIn(list) } };
}

// The form token belongs to a cookie of its own, which names the people to whom the browser was shown pages.
function cookiesAfter(before: string, { headers }: Answer): string {
  const pairs = [...before.split('; '), ...headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')];
  const named = new Map(pairs.filter(Boolean).map((pair) => [pair.split('=')[0], pair]));
  return [...named.values()].join('; ');
}

function tokenIn({ text }: Answer): string {
  return /name="_token" value="([^"]+)"/.exec(text)?.[1] ?? '';
}
