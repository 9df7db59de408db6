import { bodyOf, largestBody } from './bad-values.ts';
import type { ServedForm } from './served-forms.ts';

/** Fields that no form has, sent along with others (R3). */
export const extraFields: [string, string][] = [
  ['ruc', '0969999920001'],
  ['administrator', 'true'],
  ['active', 'true'],
  ['id', '1'],
  ['user_id', '1'],
  ['userId', '1'],
  ['contact_id', '1'],
  ['password_hash', 'x'],
  ['temporary', 'false'],
  ['created_at', '2000-01-01'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
];

/** Invalid numbers of records, encoded for an address. */
export const badIds: [what: string, id: string][] = [
  ['a number that nobody has', '999999999'],
  ['zero', '0'],
  ['a negative number', '-1'],
  ['zeros before it', '007'],
  ['a fraction', '1.5'],
  ['another notation', '1e1'],
  ['a number past 32 bits', '2147483648'],
  ['15 digits', '9'.repeat(15)],
  ['a number past 64 bits', '9223372036854775808'],
  ['40 digits', '9'.repeat(40)],
  ['digits of another script', '%D9%A1'],
  ['a space before it', '%201'],
  ['a NUL behind it', '1%00'],
  ['a byte that is no UTF-8', '%FF'],
  ['a lone %', '%'],
  ['an encoded slash', '1%2F2'],
  ['SQL', "1'%20or%201=1--"],
  ['a script', '%3Cscript%3Ealert(1)%3C%2Fscript%3E'],
  ['8 kB', 'x'.repeat(8000)],
];

/** Odd values for the parameters of lists, encoded for an address. */
export const badQueries: [what: string, value: string][] = [
  ['nothing', ''],
  ['a word', 'cualquiera'],
  ['zero', '0'],
  ['a negative number', '-1'],
  ['a fraction', '1.5'],
  ['a huge number', '9'.repeat(40)],
  ['a number past 64 bits', '9223372036854775808'],
  ['another notation', '1e3'],
  ['the infinite', 'Infinity'],
  ['a NUL', 'a%00b'],
  ['control characters', '%01%1b%0d%0aSet-Cookie:%20a=b'],
  ['a control character above ASCII', 'a%C2%85b'],
  ['a code point that is no character', 'a%EF%BF%BEb'],
  ['a byte that is no UTF-8', '%FF'],
  ['a lone %', '%'],
  ['wildcards', '%25_%5C'],
  ['a script', '%3Cscript%3Ealert(1)%3C/script%3E'],
  ['quotes and SQL', '%22%27;drop%20table%20contacts;--'],
  ['8 kB', 'x'.repeat(8000)],
  ['8 kB of words', 'a%20'.repeat(2000)],
  ['emoji without end', `x${'%F0%9F%98%80'.repeat(600)}`],
  ['the name of a property', '__proto__'],
  ['twice', '2&{}=3'],
  ['a list', '2&{}[]=3&{}[a]=4'],
];

/** Lists bodies that are no form of the product, with the statuses that answer them. */
export function badBodies({ entries }: ServedForm): {
  what: string;
  status: 403 | 413 | 415;
  body: string;
  headers?: Record<string, string>;
}[] {
  const good = bodyOf(entries).toString('latin1');
  const typed = (type: string) => ({ headers: { 'Content-Type': type }, status: 415 as const });
  return [
    { what: 'nothing', status: 403, body: '' },
    { what: 'only signs', status: 403, body: '&=&&%&=%=&\u0000&' },
    { what: 'a form without its token', status: 403, body: good.replace('_token=', 'token=') },
    { what: 'JSON', body: JSON.stringify(Object.fromEntries(entries)), ...typed('application/json') },
    { what: 'parts', body: '--x--', ...typed('multipart/form-data; boundary=x') },
    { what: 'plain text', body: good, ...typed('text/plain') },
    { what: 'no type', body: good, ...typed('') },
    { what: 'a field of a megabyte', status: 413, body: `${good}&x=${'x'.repeat(1024 * 1024)}` },
    {
      what: 'more than 64 kB of unsaid length',
      status: 413,
      body: `${good}&x=${'x'.repeat(largestBody)}`,
      headers: { 'Transfer-Encoding': 'chunked' },
    },
  ];
}
