import type { MiddlewareHandler } from 'hono';
import type { AnyContext } from './env.ts';

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

/** Sets the headers of every answer (R4). It runs before the handler, so that the answer to an error has them too. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
  // No cache may store a personal page; the style sheet and the script set a header of their own.
  c.header('Cache-Control', 'no-store');
  await next();
};

/** Sets the headers that only a whole page needs (R4); over https it also tells browsers to stay there. */
export function setDocumentHeaders(c: AnyContext): void {
  c.header('Content-Security-Policy', policy);
  // With no-referrer Chromium would send «Origin: null» from our own forms.
  c.header('Referrer-Policy', 'same-origin');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  const overHttps = c.var.app.baseUrl.protocol === 'https:';
  if (overHttps) c.header('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
}
