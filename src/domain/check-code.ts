import { tidyNumber } from './typed-text.ts';

// Without I, L, O and U, which are taken for other signs, or make words (product 10).
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 16;

/** Makes a check code of random bytes, one sign a byte (product 10). */
export function checkCodeOf(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** Writes a check code in groups of four, as a report shows it: «7Q2M-0XKD-…». */
export function checkCodeText(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$&-');
}

/**
 * Reads a typed check code; null if it can't be one. Case, blanks and hyphens don't matter, O is read as 0, and I and L
 * as 1 (product 10).
 */
export function readCheckCode(typed: string): string | null {
  const code = tidyNumber(typed).normalize('NFKC').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  return code.length === length && [...code].every((sign) => alphabet.includes(sign)) ? code : null;
}
