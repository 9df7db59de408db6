// The package's entry point loads the documents of all countries, 300 files.
import { validate } from 'stdnum/lib/cjs/ec/ci.js';
import { tidyNumber, tidyText } from './typed-text.ts';

/** An identity document: its type as in the catalog, and its number. */
export type IdentityDocument = { documentType: string; documentNumber: string };

/** The catalog's name of the passport. */
export const passport = 'Pasaporte';
const cedula = 'Cédula de Ciudadanía';

/**
 * Guesses the document from its number alone: a cédula for ten digits, else a passport. The check digit isn't looked
 * at, so that a mistyped cédula is refused later instead of passing as a passport.
 */
export function documentOf(number: string): IdentityDocument {
  const asCedula = { documentType: cedula, documentNumber: number };
  return /^\d{10}$/.test(tidyDocument(asCedula)) ? asCedula : { documentType: passport, documentNumber: number };
}

/** Tidies a number for storing: a cédula without blanks or hyphens, a passport in upper case (product 2). */
export function tidyDocument({ documentType, documentNumber }: IdentityDocument): string {
  if (documentType !== passport) return tidyNumber(documentNumber);
  return tidyText(documentNumber).normalize('NFC').toUpperCase();
}

/** The sentence on the fault of a tidied number, or null (product 2). */
export function documentFault({ documentType, documentNumber }: IdentityDocument): string | null {
  if (documentNumber === '') return 'Escriba el Número Identificación.';
  if (documentType === passport) {
    return /^[A-Z0-9]{5,20}$/.test(documentNumber)
      ? null
      : 'Número Identificación: el pasaporte tiene de 5 a 20 letras y dígitos, sin espacios.';
  }
  if (!/^\d{10}$/.test(documentNumber)) return 'Número Identificación: la cédula tiene 10 dígitos.';
  return validate(documentNumber).isValid
    ? null
    : 'Número Identificación: la cédula no es válida. Revise sus 10 dígitos en el documento.';
}
