import { z } from 'zod';
import { type CivilDate, parseCivilDate } from './civil-date.ts';
import { isName, tidyName } from './person-name.ts';

const longestName = 60;
const longestEmail = 254;

/** A compulsory name part, tidied. */
export function nameField(label: string) {
  return optionalNameField(label).refine((text) => text !== '', `Escriba el ${label}.`);
}

/** A name part that may stay empty, tidied. */
export function optionalNameField(label: string) {
  return z
    .string()
    .transform(tidyName)
    .refine((text) => text === '' || isName(text), `${label}: use solo letras, espacios, apóstrofo y guion.`)
    .refine((text) => text.length <= longestName, `${label}: use ${longestName} caracteres como máximo.`);
}

/** An e-mail address that may stay empty; kept as typed, without outer spaces. */
export function emailField(label: string) {
  const wellFormed = z.email().max(longestEmail);
  return z
    .string()
    .trim()
    .refine(
      (text) => text === '' || wellFormed.safeParse(text).success,
      `${label}: escriba una dirección completa, como nombre@entidad.gob.ec.`,
    );
}

/** A compulsory choice from a catalog. */
export function choiceField(label: string, choices: readonly string[]) {
  return z.string().refine((text) => choices.includes(text), `${label}: elija una opción de la lista.`);
}

/** A choice from a catalog that may stay open; open is null. */
export function optionalChoiceField(label: string, choices: readonly string[]) {
  return z
    .string()
    .refine((text) => text === '' || choices.includes(text), `${label}: elija una opción de la lista.`)
    .transform((text) => text || null);
}

/** A compulsory day, AAAA-MM-DD or DD/MM/AAAA. */
export function dateField(label: string) {
  return optionalDateField(label).refine((date): date is CivilDate => date !== null, `Escriba la fecha «${label}».`);
}

/** A day that may stay empty; empty is null. */
export function optionalDateField(label: string) {
  return z
    .string()
    .trim()
    .transform((text, context): CivilDate | null => {
      if (text === '') return null;
      const date = parseCivilDate(text);
      if (date) return date;
      context.addIssue(`${label}: escriba una fecha que exista, como 2026-01-31 (año-mes-día).`);
      return z.NEVER;
    });
}
