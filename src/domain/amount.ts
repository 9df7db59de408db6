import { beforeNoun } from './number-words.ts';

/** An amount in US dollars as text, so that it stays exact: digits, a point, two decimals ('3450000.50'). */
export type Amount = string;

// The column is numeric(14,2).
const longestWhole = 12;

/**
 * Reads a typed amount (product 3.3): digits, optionally with a point and one or two decimals. Returns null for all
 * else, such as commas, signs, exponents, digits of other scripts, '5.' and '.5'.
 */
export function parseAmount(text: string): Amount | null {
  const parts = /^([0-9]+)(?:\.([0-9]{1,2}))?$/.exec(text);
  if (!parts) return null;
  const whole = (parts[1] ?? '').replace(/^0+(?=\d)/, '');
  return whole.length > longestWhole ? null : `${whole}.${(parts[2] ?? '').padEnd(2, '0')}`;
}

/** Formats an amount for reading: 'USD 3,450,000.00' (product 3.3). */
export function amountText(amount: Amount): string {
  const [whole = '', cents = ''] = amount.split('.');
  return `USD ${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/**
 * Writes an amount in Spanish words: 'tres millones cuatrocientos cincuenta mil dólares con 00/100'. Written by
 * hand, because the libraries say «veintiuno mil» and «un millón uno dólares»: before a noun it is «veintiún», «un».
 */
export function amountInWords(amount: Amount): string {
  const [whole = '', cents = ''] = amount.split('.');
  const digits = whole.padStart(longestWhole, '0');
  const millions = digits.slice(0, 6);
  const rest = digits.slice(6);
  const words = joined(withUnit(thousandsInWords(millions), 'un millón', 'millones'), thousandsInWords(rest)) || 'cero';
  // A round number of millions takes «de»: «dos millones de dólares».
  const preposition = isZero(rest) && !isZero(millions) ? 'de ' : '';
  return `${words} ${preposition}${words === 'un' ? 'dólar' : 'dólares'} con ${cents}/100`;
}

function thousandsInWords(digits: string): string {
  return joined(withUnit(hundredsInWords(digits.slice(0, 3)), 'mil', 'mil'), hundredsInWords(digits.slice(3)));
}

// Takes three digits; returns '' for 000.
function hundredsInWords(digits: string): string {
  return isZero(digits) ? '' : beforeNoun(Number(digits));
}

function withUnit(words: string, one: string, many: string): string {
  return words === 'un' ? one : words && `${words} ${many}`;
}

function joined(...words: (string | undefined)[]): string {
  return words.filter(Boolean).join(' ');
}

function isZero(digits: string): boolean {
  return /^0+$/.test(digits);
}
