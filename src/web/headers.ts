import type { MiddlewareHandler } from 'hono';

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

/** Gives the middleware that sets the headers of every answer (R4); over https it also tells browsers to stay there. */
export function securityHeaders(overHttps: boolean): MiddlewareHandler {
  const headers = {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    // With no-referrer Chromium would send «Origin: null» from our own forms.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // No cache may store a personal page; the style sheet and the script set a header of their own.
    'Cache-Control': 'no-store',
    ...(overHttps && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  };
  return async (c, next) => {
    // Before the handler runs, so that answers to errors have them, too.
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    await next();
  };
}
