import { searchKey } from './person-name.ts';

/** A whole number from 0 to 999 in Spanish words, as one counts: 'siete', 'veintiuno', 'ciento treinta y dos'. */
export function numberInWords(number: number): string {
  return number === 0
    ? 'cero'
    : beforeNoun(number)
        .replace(/veintiún$/, 'veintiuno')
        .replace(/\bun$/, 'uno');
}

/** The same from 1 to 999 in the form that it takes before a noun: 'un', 'veintiún'. */
export function beforeNoun(number: number): string {
  if (number === 100) return 'cien';
  const rest = number % 100;
  return [hundreds[Math.floor(number / 100)], rest > 0 && tensInWords(rest)].filter(Boolean).join(' ');
}

/** The number that the words say, 0 to 99, whatever their case and accents; null where they say none. */
export function numberFromWords(words: string): number | null {
  return known.get(bare(words)) ?? null;
}

function tensInWords(number: number): string {
  if (number < 30) return units[number] ?? '';
  const unit = units[number % 10];
  const ten = tens[Math.floor(number / 10)] ?? '';
  return unit ? `${ten} y ${unit}` : ten;
}

function bare(words: string): string {
  return searchKey(words).trim().split(/\s+/).join(' ');
}

const units = [
  ...['', 'un', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  ...['diez', 'once', 'doce', 'trece', 'catorce', 'quince', 'dieciséis', 'diecisiete', 'dieciocho', 'diecinueve'],
  ...['veinte', 'veintiún', 'veintidós', 'veintitrés', 'veinticuatro', 'veinticinco', 'veintiséis'],
  ...['veintisiete', 'veintiocho', 'veintinueve'],
];
const tens = ['', 'diez', 'veinte', 'treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa'];
const hundreds = [
  ...['', 'ciento', 'doscientos', 'trescientos', 'cuatrocientos', 'quinientos'],
  ...['seiscientos', 'setecientos', 'ochocientos', 'novecientos'],
];

// «veinte y uno» is how many say and write it.
const known = new Map(
  Array.from({ length: 100 }, (_, number) => number).flatMap((number): [string, number][] => {
    const [ten, unit] = [Math.floor(number / 10), number % 10];
    const apart = ten > 0 && unit > 0 ? `${tens[ten]} y ${numberInWords(unit)}` : numberInWords(number);
    const spellings = [numberInWords(number), beforeNoun(number), apart].filter(Boolean);
    return spellings.map((words) => [bare(words), number]);
  }),
);
