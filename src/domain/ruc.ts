import { tidyNumber } from './typed-text.ts';

/** Tidies a typed RUC: often copied from a letterhead, where its digits stand in groups (product 1). */
export const tidyRuc = tidyNumber;

/**
 * True for a well-formed RUC: 13 digits, province 01–24 or 30, third digit not 7 or 8, establishment not 000.
 * The check digit isn't checked, because the tax authority has issued company numbers that fail it.
 */
export function isRuc(text: string): boolean {
  if (!/^\d{13}$/.test(text)) return false;
  const province = Number(text.slice(0, 2));
  const provinceExists = (province >= 1 && province <= 24) || province === 30;
  return provinceExists && text[2] !== '7' && text[2] !== '8' && text.slice(10) !== '000';
}
