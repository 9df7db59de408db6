import { expect, test } from 'vitest';
import { isRuc } from '../../src/domain/ruc.ts';

test.each([
  ['1769999930001', 'the demonstration entity'],
  ['0969999920001', 'the example municipality'],
  ['0160000000001', 'the first province'],
  ['2460000000001', 'the last numbered province'],
  ['3060000000001', 'Ecuadorians abroad'],
  ['1700000000001', 'third digit 0'],
  ['1760000000001', 'third digit 6, public bodies'],
  ['1790000000001', 'third digit 9, companies'],
  ['1790000000999', 'the last establishment'],
  ['1799999990002', 'a second establishment'],
])('%s is a RUC: %s', (text) => {
  expect(isRuc(text)).toBe(true);
});

test.each([
  ['176000000001', '12 digits'],
  ['17600000000001', '14 digits'],
  ['0060000000001', 'province 00'],
  ['2560000000001', 'province 25'],
  ['2960000000001', 'province 29'],
  ['3160000000001', 'province 31'],
  ['9960000000001', 'province 99'],
  ['1770000000001', 'third digit 7'],
  ['1780000000001', 'third digit 8'],
  ['1760000000000', 'establishment 000'],
  ['176000000000A', 'a letter'],
  ['1760000000 01', 'a space inside'],
  [' 1760000000001', 'a space before'],
  ['1760000000001\n', 'a trailing line break'],
  ['-176000000001', 'a sign'],
  ['١٧٦٠٠٠٠٠٠٠٠٠١', 'Arabic-Indic digits'],
  ['1760000000001\u0000', 'a NUL'],
  ['', 'nothing'],
])('%j is no RUC: %s', (text) => {
  expect(isRuc(text)).toBe(false);
});
