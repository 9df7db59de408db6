import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { acceptedEncoding } from './assets.ts';
import type { AnyContext } from './env.ts';
import { leaveNotice } from './notice.ts';

// Quality 5 makes a list of 50 users a tenth lighter than 4, for some 0.1 ms more; a window of 64 kB holds a page.
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 16 } };

/** True where htmx asks, for a piece of a page. */
export function wantsFragment(c: AnyContext): boolean {
  return c.req.header('HX-Request') === 'true';
}

/** Answers with a page or a fragment of one, compressed. */
export function show(c: AnyContext, element: JSX.Element, status: ContentfulStatusCode = 200): Response {
  const fragment = wantsFragment(c);
  const html = (fragment ? '' : '<!doctype html>') + element.toString();
  const encoding = acceptedEncoding(c.req.header('Accept-Encoding'));
  c.header('Content-Type', 'text/html; charset=utf-8');
  c.header('Vary', 'Accept-Encoding, HX-Request');
  if (encoding) c.header('Content-Encoding', encoding);
  if (encoding === 'br') return c.body(new Uint8Array(brotliCompressSync(html, brotli)), status);
  if (encoding === 'gzip') return c.body(new Uint8Array(gzipSync(html)), status);
  return c.body(html, status);
}

/** After a change: leads to a page, which confirms it (U5, U10). */
export function done(c: AnyContext, to: string, sentence: string): Response {
  leaveNotice(c, sentence);
  return c.redirect(to, 303);
}
