import type { MiddlewareHandler } from 'hono';
import type { AnyContext } from './env.ts';

/** The headers of every answer (R4). No cache may store a personal page; style sheet and script set another rule. */
export const headersOfAll = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Gives the headers that only a whole page needs (R4); over https they also tell browsers to stay there. */
export function headersOfPages(baseUrl: URL): Record<string, string> {
  return {
    'Content-Security-Policy': policy,
    // With no-referrer Chromium would send «Origin: null» from our own forms.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    ...(baseUrl.protocol === 'https:' && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  };
}

/** Sets the headers of every answer. It runs before the handler, so that the answer to an error has them too. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  for (const [name, value] of Object.entries(headersOfAll)) c.header(name, value);
  await next();
};

/** Sets the headers of a whole page. */
export function setDocumentHeaders(c: AnyContext): void {
  for (const [name, value] of Object.entries(headersOfPages(c.var.app.baseUrl))) c.header(name, value);
}
