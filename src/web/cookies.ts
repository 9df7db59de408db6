import { getCookie, setCookie } from 'hono/cookie';
import type { AnyContext } from './env.ts';

/** The names of the cookies; over https each gets the __Host- prefix, which ties it to this host (S2). */
export type CookieName =
  | 'soce'
  | 'soce_form'
  | 'soce_aviso'
  | 'soce_borrador'
  | 'soce_destino'
  | 'soce_recuperar'
  | 'soce_reporte'
  | 'soce_cambio';

/** Reads a cookie's value; undefined if it is missing or malformed. */
export function readCookie(c: AnyContext, name: CookieName): string | undefined {
  return getCookie(c, fullName(c, name));
}

/** Sets a cookie that scripts can't read and that ends with the browser. */
export function writeCookie(c: AnyContext, name: CookieName, value: string): void {
  setCookie(c, fullName(c, name), value, attributes(c));
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
