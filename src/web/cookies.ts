import { getCookie, setCookie } from 'hono/cookie';
import type { AnyContext } from './env.ts';

/** The names of the cookies; over https each gets the __Host- prefix, which ties it to this host (S2). */
export type CookieName =
  | 'soce'
  | 'soce_form'
  | 'soce_aviso'
  | 'soce_alerta'
  | 'soce_destino'
  | 'soce_recuperar'
  | 'soce_reporte'
  | 'soce_cambio'
  | `soce_borrador_${string}`
  | `soce_conocido_${string}`;

/** Reads a cookie's value; undefined if it is missing or malformed. */
export function readCookie(c: AnyContext, name: CookieName): string | undefined {
  return getCookie(c, fullName(c, name));
}

/** Reads the cookies whose names begin alike, as they were sent: not decoded, and a repeated one each time. */
export function readCookies(c: AnyContext, start: CookieName): { name: CookieName; value: string }[] {
  const prefix = fullName(c, start);
  const pairs = (c.req.header('Cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => {
      const [name = '', ...value] = pair.slice(prefix.length).split('=');
      return { name: `${start}${name}` as CookieName, value: value.join('=') };
    })
    .filter(({ name }) => /^\w[\w-]*$/.test(name));
}

/** Sets a cookie that scripts can't read; it ends with the browser, or after a time in milliseconds. */
export function writeCookie(c: AnyContext, name: CookieName, value: string, life?: number): void {
  setCookie(c, fullName(c, name), value, { ...attributes(c), ...(life !== undefined && { maxAge: life / 1_000 }) });
}

/** Deletes a cookie from the browser. */
export function dropCookie(c: AnyContext, name: CookieName): void {
  setCookie(c, fullName(c, name), '', { ...attributes(c), maxAge: 0 });
}

function fullName(c: AnyContext, name: CookieName): string {
  return overHttps(c) ? `__Host-${name}` : name;
}

function attributes(c: AnyContext) {
  return { httpOnly: true, sameSite: 'Lax', path: '/', secure: overHttps(c) } as const;
}

function overHttps(c: AnyContext): boolean {
  return c.var.app.baseUrl.protocol === 'https:';
}
