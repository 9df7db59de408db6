import * as z from 'zod';
import { type CivilDate, parseCivilDate } from './civil-date.ts';
import { emailFault } from './email.ts';
import { isName, tidyName } from './person-name.ts';
import { tidyRuc } from './ruc.ts';
import { plainLines, tidyText } from './typed-text.ts';

const longestName = 60;

/**
 * Lets a rule across fields run where a single field has a fault, which Zod would skip: so the answer names every fault
 * at once. The rule then sees the values as typed.
 */
export const alsoWithOtherFaults = () => true;

/** A line that people type or paste, tidied: the beginning of every field of text but passwords (product 1). */
export const textField = z.string().transform(tidyText);

/**
 * A text of several lines, tidied, up to a length in which a line break counts one, and so does an accented letter
 * (product 9.4).
 */
export function linesField(label: string, longest: number) {
  return z.string().transform((typed, context) => {
    const text = tidyText(plainLines(typed)).normalize('NFC');
    const length = [...text].length;
    if (length > longest) context.addIssue(`${label}: tiene ${length} caracteres. Use ${longest} como máximo.`);
    return text;
  });
}

/** A typed RUC, not yet checked. */
export const rucField = z.string().transform(tidyRuc);

/** A compulsory part of a name; tidied (product 2). */
export function nameField(label: string) {
  return optionalNameField(label).refine((text) => text !== '', `Escriba el ${label}.`);
}

/** An optional part of a name; tidied (product 2). */
export function optionalNameField(label: string) {
  return z
    .string()
    .transform(tidyName)
    .refine((text) => text === '' || isName(text), `${label}: use solo letras, espacios, apóstrofo y guion.`)
    .refine((text) => text.length <= longestName, `${label}: use ${longestName} caracteres como máximo.`);
}

/** An optional e-mail address; tidied, otherwise as typed (product 2). */
export function emailField(label: string) {
  return textField.transform((text, context) => {
    const address = text.normalize('NFC');
    const fault = address === '' ? null : emailFault(address);
    if (fault !== null) context.addIssue(`${label}: ${fault}`);
    return address;
  });
}

/** A compulsory choice from a catalog. */
export function choiceField(label: string, choices: readonly string[]) {
  return z.string().refine((text) => choices.includes(text), `${label}: elija una de las opciones.`);
}

/** An optional choice from a catalog; null if empty. */
export function optionalChoiceField(label: string, choices: readonly string[]) {
  return z
    .string()
    .refine((text) => text === '' || choices.includes(text), `${label}: elija una de las opciones.`)
    .transform((text) => text || null);
}

/** A compulsory choice of a record, by its number; fault is the sentence for anything else. */
export function recordField(fault: string) {
  return z
    .string()
    .refine((id) => /^[1-9]\d{0,14}$/.test(id), fault)
    .transform(Number);
}

/** A compulsory day, typed as AAAA-MM-DD or DD/MM/AAAA. */
export function dateField(label: string) {
  const name = /fecha/i.test(label) ? label : `fecha «${label}»`;
  return optionalDateField(label).refine((date): date is CivilDate => date !== null, `Escriba la ${name}.`);
}

/** An optional day, typed as AAAA-MM-DD or DD/MM/AAAA; null if empty. */
export function optionalDateField(label: string) {
  return textField.transform((text, context): CivilDate | null => {
    if (text === '') return null;
    const date = parseCivilDate(text);
    if (date) return date;
    context.addIssue(`${label}: escriba una fecha que exista, como 2026-01-31.`);
    return z.NEVER;
  });
}
