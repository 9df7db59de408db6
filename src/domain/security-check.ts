import { numberFromWords, numberInWords } from './number-words.ts';

/** A small sum that a person solves in the head (product 5): 1,600 different ones. */
export type Sum = { first: number; second: number };

const largestAddend = 40;

/** How long a question may be answered, in milliseconds. */
export const checkLife = 10 * 60_000;

/** A sum for two random numbers of at least 0 and less than 1. */
export function sumFor(one: number, other: number): Sum {
  const addend = (random: number) => 1 + Math.floor(random * largestAddend);
  return { first: addend(one), second: addend(other) };
}

/** '¿Cuánto es siete más doce?' */
export function questionOf({ first, second }: Sum): string {
  return `¿Cuánto es ${numberInWords(first)} más ${numberInWords(second)}?`;
}

/** True for the sum's result in digits or in words. */
export function solves({ first, second }: Sum, answer: string): boolean {
  const text = answer.trim();
  const number = /^[0-9]{1,3}$/.test(text) ? Number(text) : numberFromWords(text);
  return number === first + second;
}
