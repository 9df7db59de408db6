import { expect, test } from 'vitest';
import { browserName } from '../../src/domain/browser.ts';

const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.for<[name: string, userAgent: string]>([
  ['Firefox 128 en Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'],
  ['Firefox 68 en Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:68.0) Gecko/20100101 Firefox/68.0'],
  ['Chrome 126 en Android', `Mozilla/5.0 (Linux; Android 10; K) ${webKit} Chrome/126.0.0.0 Mobile Safari/537.36`],
  ['Chrome 126 en Chrome OS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webKit} Chrome/126.0.0.0 Safari/537.36`],
  [
    'Microsoft Edge 126 en Windows',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`,
  ],
  [
    'Safari 17 en iOS',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  ],
  ['Internet Explorer 11 en Windows', 'Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko'],
  ['Firefox', 'Firefox'],
])('A browser is called “%s”', ([name, userAgent]) => {
  expect(browserName(userAgent)).toBe(name);
});

test.for(['', ' ', 'curl/8.1', 'node', 'Mozilla/5.0', '<script>alert(1)</script>/1 ', '__proto__/1 ', 'ñ', '\u0000'])(
  '“%s” names no browser',
  (userAgent) => {
    expect(browserName(userAgent)).toBe('Desconocido');
  },
);

test('The name of a browser repeats nothing of the user agent but digits', () => {
  expect(browserName('Firefox/128<b>')).toBe('Firefox 128');
  expect(browserName('Firefox/99999999999999999999')).toBe('Firefox 9999');
});

test('Every user agent of 200 characters is read within 5 milliseconds', () => {
  const parts = [
    'Mozilla/5.0 ',
    'version/1.1.',
    '11111',
    'CPU iPhone OS 1_1',
    '/ / ',
    '((((',
    'firefox ',
    'a/',
    '  ',
    'opr/',
  ];
  const texts = parts.flatMap((one) => parts.flatMap((other) => [one + other, other.repeat(9) + one]));
  const longest = [...texts, ...parts].map((text) => `${text.repeat(200).slice(0, 199)}!`);
  expect(longest.length).toBeGreaterThan(200);
  const slow = longest.map((text) => ({ text, ms: fastestOf(5, () => browserName(text)) })).filter(({ ms }) => ms > 5);
  expect(slow).toEqual([]);
});

/** Measures the fastest of several calls in milliseconds, which is least disturbed by the rest of the machine. */
function fastestOf(times: number, work: () => unknown): number {
  const taken = Array.from({ length: times }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  });
  return Math.min(...taken);
}
