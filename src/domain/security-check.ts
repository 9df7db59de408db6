import { numberFromWords, numberInWords } from './number-words.ts';
import { tidyText } from './typed-text.ts';

/** A sum that a person can do in their head (product 5). There are 100 of them. */
export type Sum = { first: number; second: number };

const largestAddend = 10;

/** The time in which a question has to be answered, in milliseconds (product 5). */
export const checkLife = 10 * 60_000;

/** Makes a sum from two random numbers, each at least 0 and less than 1. */
export function sumFor(one: number, other: number): Sum {
  const addend = (random: number) => 1 + Math.floor(random * largestAddend);
  return { first: addend(one), second: addend(other) };
}

/** Asks for a sum in words: '¿Cuánto es siete más dos?' */
export function questionOf({ first, second }: Sum): string {
  return `¿Cuánto es ${numberInWords(first)} más ${numberInWords(second)}?`;
}

/** True if the answer is the sum's result, in digits or in Spanish words. */
export function isSolution({ first, second }: Sum, answer: string): boolean {
  const text = tidyText(answer);
  const number = /^[0-9]{1,3}$/.test(text) ? Number(text) : numberFromWords(text);
  return number === first + second;
}
