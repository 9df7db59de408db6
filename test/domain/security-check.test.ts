import { describe, expect, test } from 'vitest';
import { numberInWords } from '../../src/domain/number-words.ts';
import { isSolution, questionOf, type Sum, sumFor } from '../../src/domain/security-check.ts';

const steps = Array.from({ length: 400 }, (_, index) => index / 400);
const sums = new Map(steps.flatMap((one) => steps.map((other) => asked(sumFor(one, other)))));

describe('The questions of the security check', () => {
  test('number a hundred', () => {
    expect(sums.size).toBe(100);
  });

  test('are all sums of two numbers from one to ten', () => {
    for (const [question, { first, second }] of sums) {
      expect(question).toBe(`¿Cuánto es ${numberInWords(first)} más ${numberInWords(second)}?`);
      expect(Math.min(first, second)).toBeGreaterThanOrEqual(1);
      expect(Math.max(first, second)).toBeLessThanOrEqual(10);
    }
  });

  test('are worded in correct Spanish', () => {
    expect(questionOf({ first: 7, second: 2 })).toBe('¿Cuánto es siete más dos?');
    expect(questionOf({ first: 1, second: 10 })).toBe('¿Cuánto es uno más diez?');
  });

  test('are chosen by the least as well as by the greatest random number', () => {
    expect(sumFor(0, 0)).toEqual({ first: 1, second: 1 });
    expect(sumFor(1 - 2 ** -32, 1 - 2 ** -32)).toEqual({ first: 10, second: 10 });
  });
});

describe('An answer to the security check', () => {
  const spellings: [how: string, spell: (result: number) => string][] = [
    ['in digits', String],
    ['in digits between spaces', (result) => `  ${result}\t`],
    ['in digits with a zero before them', (result) => `0${result}`],
    ['in words', numberInWords],
    ['in capitals', (result) => numberInWords(result).toUpperCase()],
    ['with a capital', (result) => numberInWords(result).replace(/^./, (letter) => letter.toUpperCase())],
    [
      'without accents',
      (result) =>
        numberInWords(result)
          .normalize('NFD')
          .replace(/\p{Mark}/gu, ''),
    ],
    ['with accents apart from their letters', (result) => numberInWords(result).normalize('NFD')],
    ['in words with more spaces', (result) => ` ${numberInWords(result).replaceAll(' ', '   ')} `],
    ['in words apart', apart],
  ];

  test.each(spellings)('%s is right for its question and wrong for others', (_, spell) => {
    const faults: string[] = [];
    for (const sum of sums.values()) {
      const answer = spell(sum.first + sum.second);
      if (!isSolution(sum, answer)) faults.push(`«${answer}» doesn't answer ${questionOf(sum)}`);
      const other = { first: sum.first, second: sum.second + 1 };
      if (isSolution(other, answer)) faults.push(`«${answer}» answers ${questionOf(other)}`);
    }
    expect(sums.size).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });

  test.each([
    ['«veinte y uno»', { first: 20, second: 1 }, 'veinte y uno'],
    ['«diez y seis»', { first: 8, second: 8 }, 'Diez y seis'],
    ['«sesenta y un»', { first: 40, second: 21 }, 'sesenta y un'],
  ])('may be %s, as many people say', (_, sum, answer) => {
    expect(isSolution(sum, answer)).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['a space', ' '],
    ['another number', '11'],
    ['the addends', '5 más 5'],
    ['another notation', '1e1'],
    ['a fraction', '10.0'],
    ['a comma', '10,0'],
    ['a sign', '+10'],
    ['a negative number', '-10'],
    ['hexadecimal digits', '0xA'],
    ['digits of another script', '١٠'],
    ['wide digits', '１０'],
    ['digits apart', '1 0'],
    ['thirty digits', `${'0'.repeat(28)}10`],
    ['thirty digits of any kind', '9'.repeat(30)],
    ['a word and its digits', 'diez 10'],
    ['two answers', '10 10'],
    ['English', 'ten'],
    ['a sentence', 'Son diez'],
    ['a script', '<script>10</script>'],
    ['ten thousand letters', 'a'.repeat(10_000)],
    ['no number', 'NaN'],
    ['a control character', '10\u0000'],
  ])('of %s is wrong', (_, answer) => {
    expect(isSolution({ first: 5, second: 5 }, answer)).toBe(false);
  });

  test('of a digit of another script is wrong for a small result too', () => {
    expect(isSolution({ first: 1, second: 2 }, '٣')).toBe(false);
  });
});

function asked(sum: Sum): [string, Sum] {
  return [questionOf(sum), sum];
}

// Spells veintiuno as «veinte y uno», as many people do.
function apart(result: number): string {
  const [ten, unit] = [result - (result % 10), result % 10];
  return ten > 0 && unit > 0 ? `${numberInWords(ten)} y ${numberInWords(unit)}` : numberInWords(result);
}
