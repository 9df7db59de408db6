import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deriveSecrets } from '../../src/data/secrets/derived.ts';
import { newTemporaryPassword, passwordFrom } from '../../src/data/secrets/passwords.ts';
import { passwordLength } from '../../src/domain/password.ts';

const many = 2_000;
const edges = [0x00, 0x7f, 0x80, 0xff].map((byte) => Buffer.alloc(32, byte));

describe('A temporary password made of bytes', () => {
  const passwords = [...edges, ...Array.from({ length: many }, () => randomBytes(32))].map(passwordFrom);

  test('is one word of twelve letters and digits for any bytes, which a double click selects', () => {
    const shape = /^[A-Za-z2-9]{12}$/;
    expect(passwords.filter((password) => !shape.test(password))).toEqual([]);
    expect(passwords.every((password) => passwordLength.accepts(password))).toBe(true);
  });

  test('has letters of both cases and a digit', () => {
    for (const kind of [/[A-Z]/, /[a-z]/, /\d/]) {
      expect(passwords.filter((password) => !kind.test(password))).toEqual([]);
    }
  });

  test('has no characters that look alike', () => {
    expect(passwords.filter((password) => /[IlO0o1]/.test(password))).toEqual([]);
  });

  test('uses every other letter and digit', () => {
    expect(new Set(passwords.join('')).size).toBe(24 + 24 + 8);
  });

  test('is the same for the same bytes, and different for others', () => {
    const bytes = randomBytes(32);
    expect(passwordFrom(Buffer.from(bytes))).toBe(passwordFrom(bytes));
    expect(new Set(passwords).size).toBe(passwords.length);
  });

  test('depends on every byte, and has no constant character', () => {
    const places = Array.from({ length: 12 }, (_, place) => new Set(passwords.map((password) => password[place])).size);
    expect(places).toEqual([56, 56, 56, 56, 24, 24, 8, 56, 56, 56, 56, 56]);
  });
});

test('A random temporary password is different each time', () => {
  expect(new Set(Array.from({ length: 100 }, newTemporaryPassword)).size).toBe(100);
});

describe('The temporary password of a seed', () => {
  const [key, otherKey] = [randomBytes(32), randomBytes(32)];
  const secrets = deriveSecrets(key);

  test('is the same each time, also after a restart', () => {
    const again = deriveSecrets(Buffer.from(key));
    expect(again.temporaryPassword('1769999930001', 'a')).toBe(secrets.temporaryPassword('1769999930001', 'a'));
  });

  test.each([
    ['a space before and behind', (one: string) => ` ${one} `],
    ['a line break', (one: string) => `${one}\r\n`],
    ['a no-break space', (one: string) => `\u00a0${one}\u202f`],
    ['marks that nobody sees', (one: string) => `\ufeff\u200b${one}\u200e\u00ad`],
    ['a line break behind a space of no width', (one: string) => `${one}\n\u200b`],
    ['the groups of four in which earlier mails had it', (one: string) => one.replace(/^(.{4})(.{4})/, '$1-$2-')],
  ])('is right with %s, as it is pasted', (_, pasted) => {
    const right = secrets.temporaryPassword('1769999930001', 'a');
    expect(secrets.isTemporaryPassword('1769999930001', 'a', pasted(right))).toBe(true);
    expect(secrets.isTemporaryPassword('1769999930001', 'b', pasted(right))).toBe(false);
  });

  test('is right as it was derived, for its RUC, its seed and its key alone', () => {
    const right = secrets.temporaryPassword('1769999930001', 'a');
    expect(secrets.isTemporaryPassword('1769999930001', 'a', right)).toBe(true);
    expect(secrets.isTemporaryPassword('1769999930001', 'b', right)).toBe(false);
    expect(secrets.isTemporaryPassword('0969999920001', 'a', right)).toBe(false);
    expect(deriveSecrets(otherKey).isTemporaryPassword('1769999930001', 'a', right)).toBe(false);
    for (const typed of ['', right.slice(1), `${right}x`, right.toLowerCase(), 'x'.repeat(60_000)]) {
      expect(secrets.isTemporaryPassword('1769999930001', 'a', typed)).toBe(false);
    }
  });

  test('does not exist without a seed', () => {
    const ofNothing = secrets.temporaryPassword('1769999930001', '');
    expect(secrets.isTemporaryPassword('1769999930001', null, ofNothing)).toBe(false);
  });

  test('is different for another seed, another RUC and another server key', () => {
    const passwords = [
      secrets.temporaryPassword('1769999930001', 'a'),
      secrets.temporaryPassword('1769999930001', 'b'),
      secrets.temporaryPassword('0969999920001', 'a'),
      deriveSecrets(otherKey).temporaryPassword('1769999930001', 'a'),
    ];
    expect(new Set(passwords).size).toBe(4);
  });
});
