import { expect, test } from 'vitest';
import { acceptedCoding } from '../../src/web/content-coding.ts';

test.for<[header: string | undefined, coding: 'br' | 'gzip' | null]>([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['deflate', null],
  ['', null],
  [undefined, null],
  // Codings are the same in any case (RFC 9110, 8.4.1), and x-gzip is gzip (8.4.1.3).
  ['BR', 'br'],
  ['GZip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['br;Q=0, gzip', 'gzip'],
  // Refused and preferred codings (12.4.2).
  ['br;q=0', null],
  ['br;q=0.000, gzip;q=0.001', 'gzip'],
  ['br;q=0.001', 'br'],
  ['gzip;q=1, br;q=0.5', 'gzip'],
  ['gzip;q=0.5, br;q=1.0', 'br'],
  ['gzip;q=0.5, br;q=0.5', 'br'],
  ['identity;q=1, br;q=0.5', null],
  ['identity;q=0.5, gzip;q=0.9', 'gzip'],
  ['identity, gzip', 'gzip'],
  // The star stands for those that aren't named (12.5.3).
  ['*', 'br'],
  ['br;q=0, *', 'gzip'],
  ['*;q=0', null],
  ['*;q=0, gzip', 'gzip'],
  ['gzip, *;q=0.5', 'gzip'],
  ['identity;q=0.5, *;q=0.1', null],
  // Blanks, empty parts, and what is no weight.
  ['  gzip ;q = 0.5 ,\tbr ; q=0.9 ', 'br'],
  [' ,, br,', 'br'],
  ['br ;\tq=0', null],
  ['br;q=x', null],
  ['br;q=2, gzip', 'gzip'],
  ['br;q=', null],
  ['brotli', null],
  ['br gzip', null],
])('“Accept-Encoding: %s” is answered in %s', ([header, coding]) => {
  expect(acceptedCoding(header)).toBe(coding);
});
