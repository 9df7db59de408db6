import type { Page } from '../browser/page.ts';

/**
 * All that came, byte by byte, but what differs from one request to the next whoever asks: form token, question, hour
 * and the values of cookies; and of what was typed, what the test says.
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
