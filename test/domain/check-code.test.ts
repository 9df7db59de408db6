import { describe, expect, test } from 'vitest';
import { checkCodeOf, checkCodeText, readCheckCode } from '../../src/domain/check-code.ts';

describe('A check code', () => {
  test('has sixteen signs without look-alikes, whatever the bytes are', () => {
    const codes = Array.from({ length: 256 }, (_, first) =>
      checkCodeOf(Uint8Array.from({ length: 32 }, (_, place) => first + place)),
    );
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(new Set(codes.join('')).size).toBe(32);
  });

  test('is shown in groups of four', () => {
    expect(checkCodeText('7Q2M0XKD94TBHJ5C')).toBe('7Q2M-0XKD-94TB-HJ5C');
  });

  test.for([
    '7Q2M-0XKD-94TB-HJ51',
    '7q2m-0xkd-94tb-hj51',
    '7Q2M 0XKD 94TB HJ51',
    ' 7q2m0xkd94tbhj51\u00a0',
    '7Q2M–0XKD—94TB‑HJ51',
    '7Q2M-OXKD-94TB-HJ5I',
    '7q2m-oxkd-94tb-hj5l',
    '７Q2M-0XKD-94TB-HJ5L',
  ])('is read from “%s”', (typed) => {
    expect(readCheckCode(typed)).toBe('7Q2M0XKD94TBHJ51');
  });

  test.for([
    '',
    '7Q2M-0XKD-94TB-HJ5',
    '7Q2M-0XKD-94TB-HJ511',
    '7Q2M-0XKD-94TB-HJ5U',
    '7Q2M-0XKD-94TB-HJ5ñ',
    '7Q2M_0XKD_94TB_HJ51',
  ])('is not read from “%s”', (typed) => {
    expect(readCheckCode(typed)).toBeNull();
  });
});
