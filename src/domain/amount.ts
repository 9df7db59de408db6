/** An amount of US dollars as exact text: digits, a point, two decimals ('3450000.50'). Never a floating point number. */
export type Amount = string;

/** Twelve digits before the point: what the column numeric(14,2) holds. */
const longestWhole = 12;

/**
 * Reads an amount as it is typed (spec 3.3): digits with at most one point and two decimals. Null where it is none;
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
  const number = Number(whole);
  // After «millón» or «millones» and nothing more the noun takes «de».
  const noun = number === 1 ? 'dólar' : 'dólares';
  const link = number >= 1_000_000 && number % 1_000_000 === 0 ? 'de ' : '';
  return `${wholeInWords(number)} ${link}${noun} con ${cents}/100`;
}

function wholeInWords(number: number): string {
  if (number === 0) return 'cero';
  const millions = Math.floor(number / 1_000_000);
  const rest = number % 1_000_000;
  const millionsText = millions === 1 ? 'un millón' : `${thousandsInWords(millions)} millones`;
  return [millions > 0 && millionsText, rest > 0 && thousandsInWords(rest)].filter(Boolean).join(' ');
}

function thousandsInWords(number: number): string {
  const thousands = Math.floor(number / 1_000);
  const rest = number % 1_000;
  const thousandsText = thousands === 1 ? 'mil' : `${hundredsInWords(thousands)} mil`;
  return [thousands > 0 && thousandsText, rest > 0 && hundredsInWords(rest)].filter(Boolean).join(' ');
}

function hundredsInWords(number: number): string {
  if (number === 100) return 'cien';
  const rest = number % 100;
  return [hundreds[Math.floor(number / 100)], rest > 0 && tensInWords(rest)].filter(Boolean).join(' ');
}

function tensInWords(number: number): string {
  if (number < 30) return units[number] ?? '';
  const unit = units[number % 10];
  const ten = tens[Math.floor(number / 10)] ?? '';
  return unit ? `${ten} y ${unit}` : ten;
}

// In the form they take before a noun.
const units = [
  ...['', 'un', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  ...['diez', 'once', 'doce', 'trece', 'catorce', 'quince', 'dieciséis', 'diecisiete', 'dieciocho', 'diecinueve'],
  ...['veinte', 'veintiún', 'veintidós', 'veintitrés', 'veinticuatro', 'veinticinco', 'veintiséis'],
  ...['veintisiete', 'veintiocho', 'veintinueve'],
];
const tens = ['', '', '', 'treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa'];
const hundreds = [
  ...['', 'ciento', 'doscientos', 'trescientos', 'cuatrocientos', 'quinientos'],
  ...['seiscientos', 'setecientos', 'ochocientos', 'novecientos'],
];
