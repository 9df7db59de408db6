import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type FormState, isRefused } from '../../views/kit/form-state.ts';
import type { NextStep } from '../../views/kit/next-step.tsx';
import { acceptedCoding } from './content-coding.ts';
import type { AnyContext } from './env.ts';
import { setDocumentHeaders } from './headers.ts';
import { leaveNotice, leaveWarning } from './notice.ts';

/**
 * The options for compressing pages on the fly. A list of 50 users has 4,610 bytes at quality 5, 5,130 at quality 4,
 * which takes two thirds of the time, and 4,540 at quality 9, which takes twice as long (pages, weight). A window of 64
 * kB is enough for a page.
 */
export const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 16 } };

/** Says whether htmx sent the request, which then gets a fragment in place of a page. */
export function wantsFragment(c: AnyContext): boolean {
  return c.req.header('HX-Request') === 'true';
}

/** Answers with a page or a fragment of one, compressed. */
export function show(c: AnyContext, element: JSX.Element, status: ContentfulStatusCode = 200): Response {
  const fragment = wantsFragment(c);
  const html = (fragment ? '' : '<!doctype html>') + element.toString();
  const coding = acceptedCoding(c.req.header('Accept-Encoding'));
  if (!fragment) setDocumentHeaders(c);
  c.header('Content-Type', 'text/html; charset=utf-8');
  c.header('Vary', 'Accept-Encoding, HX-Request');
  if (coding) c.header('Content-Encoding', coding);
  if (coding === 'br') return c.body(new Uint8Array(brotliCompressSync(html, brotli)), status);
  if (coding === 'gzip') return c.body(new Uint8Array(gzipSync(html)), status);
  return c.body(html, status);
}

/** Answers with the page of a form, and with 422 if the form is refused (U1). */
export function showForm(c: AnyContext, page: JSX.Element, form: FormState): Response {
  return show(c, page, isRefused(form) ? 422 : 200);
}

/** Redirects to a page after a change, which the page confirms with a sentence and perhaps the next step (U5, U10). */
export function done(c: AnyContext, to: string, sentence: string, step: NextStep | null = null): Response {
  leaveNotice(c, sentence, step);
  return c.redirect(to, 303);
}

/** Redirects to a page that says why nothing was done. */
export function turnedAway(c: AnyContext, to: string, sentence: string): Response {
  leaveWarning(c, sentence);
  return c.redirect(to, 303);
}
