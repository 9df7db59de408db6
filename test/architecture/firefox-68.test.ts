import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';
import { script, styleSheet } from '../../build-assets.ts';
import { unknownToFirefox } from './firefox-68.ts';

describe('The style sheet', () => {
  test('has nothing that Firefox 68 misses, but for what it shows well without', () => {
    expect(unknownToFirefox(styleSheet())).toEqual(Object.keys(missed).sort());
  });

  test.each([
    ['p { aspect-ratio: 1 }', 'aspect-ratio'],
    ['p { width: min(1px, 2px) }', 'min()'],
    ['p { width: clamp(1px, 2px, 3px) }', 'clamp()'],
    ['p { text-wrap: balance }', 'text-wrap'],
    ['p { overflow: clip }', 'overflow: clip'],
    ['p:has(a) {}', ':has'],
    ['a:focus-visible {}', ':focus-visible'],
    ['p { a { color: red } }', 'a fault: Colon is expected'],
    ['@container (width > 1px) { p { color: red } }', '@container'],
    ['@media (width > 1px) { p { color: red } }', '@media (a range)'],
  ])('is read as Firefox 68 does: %s', (sheet, unknown) => {
    expect(unknownToFirefox(sheet)).toContain(unknown);
  });
});

/** What Firefox 68 passes over, and what it shows then. */
const missed: Record<string, string> = {
  '@bottom-right': 'sheets of paper without their number',
  appearance: 'its own -moz-appearance stands beside',
  'color-scheme': 'scroll bars and empty fields in light colours',
  'color-scheme: dark': 'the same',
  'color-scheme: light': 'the same',
  'text-decoration-thickness': 'the usual line under links',
  'text-size-adjust': 'the text of phones that it never ran on',
  'text-underline-offset': 'the usual line under links',
  'text-wrap': 'headings that break where they fill the line',
  'text-wrap: balance': 'the same',
};

describe('The script', () => {
  test('fails whole in Firefox 68, as it is one file of a syntax that came later', () => {
    // Firefox 68 knows all of ES2019 and less than ES2021.
    expect(() => parse(script(), { ecmaVersion: 2021 })).toThrow(SyntaxError);
    expect(() => parse(script(), { ecmaVersion: 'latest' })).not.toThrow();
  });
});
