import { stdnum } from 'stdnum';

/** A document of identity: type as in the catalog, number as stored. */
export type IdentityDocument = { documentType: string; documentNumber: string };

export const passport = 'Pasaporte';
const cedula = 'Cédula de Ciudadanía';

/**
 * The document that a number alone stands for. Ten digits are a cédula whether or not they check, so that a mistyped
 * one is refused instead of becoming a passport.
 */
export function documentOf(number: string): IdentityDocument {
  const asCedula = { documentType: cedula, documentNumber: number };
  return /^\d{10}$/.test(tidyDocument(asCedula)) ? asCedula : { documentType: passport, documentNumber: number };
}

/** The number as it is stored: a cédula without spaces or hyphens, a passport in upper case (product 2). */
export function tidyDocument({ documentType, documentNumber }: IdentityDocument): string {
  const trimmed = documentNumber.trim().normalize('NFC');
  return documentType === passport ? trimmed.toUpperCase() : trimmed.replace(/[ -]/g, '');
}

/** What is wrong with a tidied number for its type, or null. */
export function documentFault({ documentType, documentNumber }: IdentityDocument): string | null {
  if (documentNumber === '') return 'Escriba el Número Identificación.';
  if (documentType === passport) {
    return /^[A-Z0-9]{5,20}$/.test(documentNumber)
      ? null
      : 'Número Identificación: el pasaporte tiene de 5 a 20 letras y dígitos, sin espacios.';
  }
  if (!/^\d{10}$/.test(documentNumber)) return 'Número Identificación: la cédula tiene 10 dígitos.';
  return stdnum.EC?.ci?.validate(documentNumber).isValid
    ? null
    : 'Número Identificación: revise la cédula, el dígito verificador no corresponde.';
}
