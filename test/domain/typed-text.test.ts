import { describe, expect, test } from 'vitest';
import { tidyNumber, tidyText, withoutBlanksAround } from '../../src/domain/typed-text.ts';

describe('A typed text', () => {
  test.each([
    ['\u200bAna\u200d', 'Ana', 'spaces and joiners of no width'],
    ['\u202aAna\u202c\u2066\u2069\u200e\u061c', 'Ana', 'turns of the direction'],
    ['A\u00adna\ufeff', 'Ana', 'a soft hyphen and a byte order mark'],
    ['Ana\u00a0\u202fLuz\u3000', 'Ana  Luz', 'spaces that are not the ordinary one'],
    ['\tAna\r\n', 'Ana', 'a tab and a line break around it'],
    ['Ana\u2028Luz', 'Ana Luz', 'a line separator'],
    ['Ñandú d’Ávila', 'Ñandú d’Ávila', 'nothing to tidy'],
    ['\u200b \u00a0', '', 'nothing that is seen'],
  ])('%j is read as %j: %s', (typed, read) => {
    expect(tidyText(typed)).toBe(read);
  });

  test.each([
    '1769999930001',
    ' 17 6999 9930 001',
    '1769-99993-0001',
    '1769999930\u2011001',
    '17\u200b69999930\u00a0001',
  ])('that is a number loses its blanks and hyphens: %j', (typed) => {
    expect(tidyNumber(typed).padEnd(13, '1')).toMatch(/^\d{13}$/);
  });
});

describe('A copied secret', () => {
  test.each([
    ['\u00a0\t Clave 1\u200b\r\n', 'Clave 1'],
    ['\n\u2060\n', ''],
    ['😀\ufe0f', '😀'],
    ['', ''],
  ])('%j is read as %j', (typed, read) => {
    expect(withoutBlanksAround(typed)).toBe(read);
  });

  test('of 64 kB of blanks is read at once', () => {
    const before = performance.now();
    expect(withoutBlanksAround(`a${' '.repeat(65_000)}b`)).toHaveLength(65_002);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
