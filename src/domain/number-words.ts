import { searchKey } from './person-name.ts';
import { tidyText } from './typed-text.ts';

/** Writes a number from 0 to 999 in Spanish words, as in counting: 'siete', 'veintiuno', 'ciento treinta y dos'. */
export function numberInWords(number: number): string {
  return number === 0
    ? 'cero'
    : beforeNoun(number)
        .replace(/veintiún$/, 'veintiuno')
        .replace(/\bun$/, 'uno');
}

/** Writes a number from 1 to 999 in Spanish words, in the form before a noun: 'un', 'veintiún'. */
export function beforeNoun(number: number): string {
  if (number === 100) return 'cien';
  const rest = number % 100;
  return [hundreds[Math.floor(number / 100)], rest > 0 && tensInWords(rest)].filter(Boolean).join(' ');
}

/** Reads a number from 0 to 99 in Spanish words, in any case, with or without accents; null for anything else. */
export function numberFromWords(words: string): number | null {
  return numbersByWords.get(normalised(words)) ?? null;
}

function tensInWords(number: number): string {
  if (number < 30) return units[number] ?? '';
  const unit = units[number % 10];
  const ten = tens[Math.floor(number / 10)] ?? '';
  return unit ? `${ten} y ${unit}` : ten;
}

function normalised(words: string): string {
  return searchKey(tidyText(words)).split(/\s+/).join(' ');
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

// Many people say and write «veinte y uno», so that spelling is accepted too.
const numbersByWords = new Map(
  Array.from({ length: 100 }, (_, number) => number).flatMap((number): [string, number][] => {
    const [ten, unit] = [Math.floor(number / 10), number % 10];
    const inThreeWords = ten > 0 && unit > 0 ? `${tens[ten]} y ${numberInWords(unit)}` : numberInWords(number);
    const spellings = [numberInWords(number), beforeNoun(number), inThreeWords].filter(Boolean);
    return spellings.map((words) => [normalised(words), number]);
  }),
);
