import { beforeNoun } from './number-words.ts';

/** An amount of US dollars as exact text: digits, a point, two decimals ('3450000.50'). Never a floating point number. */
export type Amount = string;

/** Twelve digits before the point: what the column numeric(14,2) holds. */
const longestWhole = 12;

/**
 * Reads an amount as it is typed (product 3.3): digits with at most one point and two decimals. Null where it is none;
 * commas, signs, exponents, other scripts' digits, a bare or missing whole part are none.
 */
export function parseAmount(text: string): Amount | null {
  const parts = /^([0-9]+)(?:\.([0-9]{1,2}))?$/.exec(text);
  if (!parts) return null;
  const whole = (parts[1] ?? '').replace(/^0+(?=\d)/, '');
  return whole.length > longestWhole ? null : `${whole}.${(parts[2] ?? '').padEnd(2, '0')}`;
}

/** 'USD 3,450,000.00'. */
export function amountText(amount: Amount): string {
  const [whole = '', cents = ''] = amount.split('.');
  return `USD ${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/**
 * The amount in Spanish words: 'tres millones cuatrocientos cincuenta mil dólares con 00/100'. Written here because the
 * libraries for it say «veintiuno mil» or «un millón uno dólares»: before a noun the one is «un», «veintiún».
 */
export function amountInWords(amount: Amount): string {
  const [whole = '', cents = ''] = amount.split('.');
  const digits = whole.padStart(longestWhole, '0');
  const millions = digits.slice(0, 6);
  const rest = digits.slice(6);
  const words = joined(counted(thousandsInWords(millions), 'un millón', 'millones'), thousandsInWords(rest)) || 'cero';
  // After «millón» or «millones» and nothing more the noun takes «de».
  const link = isZero(rest) && !isZero(millions) ? 'de ' : '';
  return `${words} ${link}${words === 'un' ? 'dólar' : 'dólares'} con ${cents}/100`;
}

function thousandsInWords(digits: string): string {
  return joined(counted(group(digits.slice(0, 3)), 'mil', 'mil'), group(digits.slice(3)));
}

// Three digits are the most that is ever taken for a number; nothing for 000.
function group(digits: string): string {
  return isZero(digits) ? '' : beforeNoun(Number(digits));
}

function counted(words: string, one: string, many: string): string {
  return words === 'un' ? one : words && `${words} ${many}`;
}

function joined(...words: (string | undefined)[]): string {
  return words.filter(Boolean).join(' ');
}

function isZero(digits: string): boolean {
  return /^0+$/.test(digits);
}
