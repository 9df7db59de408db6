import { describe, expect, test } from 'vitest';
import { beforeNoun, numberFromWords, numberInWords } from '../../src/domain/number-words.ts';

// Spelled as in the Academy's orthography. Every number from 30 on is made of these.
const ones = 'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince'.split(' ');
const teens = 'dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro'.split(' ');
const twenties = 'veinticinco veintiséis veintisiete veintiocho veintinueve'.split(' ');
const small = [...ones, ...teens, ...twenties];
const tens = ['treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa'];
const spelled = [...small, ...tens.flatMap((ten) => [ten, ...small.slice(1, 10).map((unit) => `${ten} y ${unit}`)])];

describe('A number in words:', () => {
  test.each(spelled.map((words, number) => [number, words] as const))(
    '%i is «%s», and is read back',
    (number, words) => {
      expect(numberInWords(number)).toBe(words);
      expect(numberFromWords(words)).toBe(number);
    },
  );

  test.each([
    [100, 'cien'],
    [101, 'ciento uno'],
    [121, 'ciento veintiuno'],
    [500, 'quinientos'],
    [715, 'setecientos quince'],
    [999, 'novecientos noventa y nueve'],
  ])('%i is «%s»', (number, words) => {
    expect(numberInWords(number)).toBe(words);
  });
});

test.each([
  [1, 'un'],
  [2, 'dos'],
  [21, 'veintiún'],
  [31, 'treinta y un'],
  [100, 'cien'],
  [101, 'ciento un'],
  [121, 'ciento veintiún'],
])('%i before a noun is «%s»', (number, words) => {
  expect(beforeNoun(number)).toBe(words);
});

describe('Reading a number:', () => {
  test.each([
    ['DIECINUEVE', 19],
    ['Dieciseis', 16],
    ['veintidos', 22],
    ['VEINTITRÉS', 23],
    ['veintitre\u0301s', 23],
    ['veinte y uno', 21],
    ['diez y seis', 16],
    ['veintiún', 21],
    ['veintiun', 21],
    ['  treinta   y \u00a0dos ', 32],
    ['un', 1],
  ])('«%s» is read as %s', (words, number) => {
    expect(numberFromWords(words)).toBe(number);
  });

  test.each([
    ['', 'nothing'],
    [' ', 'a space'],
    ['y', 'the joint alone'],
    ['treinta dos', 'the joint left out'],
    ['treinta y', 'the unit left out'],
    ['treinta y cero', 'no unit'],
    ['cien', 'more than 99'],
    ['diecinueve pesos', 'more than the number'],
    ['19', 'digits'],
    ['diecinueve\u0000', 'a control character'],
    ['constructor', 'the name of a property'],
    ['__proto__', 'the name of a property'],
  ])('«%s» is no number: %s', (words) => {
    expect(numberFromWords(words)).toBeNull();
  });
});
