import type { Page } from '../browser/page.ts';

/**
 * Gives an answer without the parts that differ between any two requests: form token, question, hour, the values of
 * cookies, and the typed texts that the test names. What remains of two answers can be compared byte by byte.
 */
export function comparable(
  { status, html, headers, url }: Pick<Page, 'status' | 'html' | 'headers' | 'url'>,
  typed: string[] = [],
) {
  const { date, 'content-length': _, 'set-cookie': cookies = '', ...others } = headers;
  const body = html
    .replace(/(name="(?:_token|check)" value=")[^"]*/g, '$1…')
    .replace(/¿Cuánto es [^?]*\?/g, '…')
    .replace(/[A-ZÁÉ]\p{Ll}+ \d\d? de \p{Lu}\p{Ll}+ de \d{4} \| \d\d:\d\d/gu, '…');
  return {
    status,
    path: url.pathname,
    body: typed.reduce((text, one) => text.replaceAll(one, '…'), body),
    headers: { ...others, date: date === undefined, cookies: cookies.replace(/^([^=]*)=[^;]*/gm, '$1=…') },
  };
}
