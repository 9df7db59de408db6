import { describe, expect, test } from 'vitest';
import { documentFault, passport, tidyDocument } from '../../src/domain/document.ts';

const cedula = 'Cédula de Ciudadanía';
const tenDigits = 'Número Identificación: la cédula tiene 10 dígitos.';
const wrongDigit = 'Número Identificación: la cédula no es válida. Revise sus 10 dígitos en el documento.';
const passportShape = 'Número Identificación: el pasaporte tiene de 5 a 20 letras y dígitos, sin espacios.';

function faultOf(documentType: string, typed: string): string | null {
  return documentFault({ documentType, documentNumber: tidyDocument({ documentType, documentNumber: typed }) });
}

describe('A cédula', () => {
  // The check digits were computed by hand: odd places doubled, minus 9 where above 9; the sum filled up to a ten.
  test.each([
    ['1765432107', 'check digit 7'],
    ['1750000000', 'check digit 0'],
    ['1700000019', 'check digit 9'],
    ['0100000009', 'the first province'],
    ['2400000002', 'the last numbered province'],
    ['3000000004', 'Ecuadorians abroad'],
    ['1760000008', 'third digit 6, the last that counts'],
    ['176543210-7', 'a hyphen'],
    [' 176 543 2107 ', 'spaces'],
  ])('%j is accepted: %s', (typed) => {
    expect(faultOf(cedula, typed)).toBeNull();
  });

  test('is accepted with both types of document that have one', () => {
    expect(faultOf('Cédula de Identidad', '1765432107')).toBeNull();
    expect(faultOf('Cédula de Identidad', '1765432108')).toBe(wrongDigit);
  });

  test('is refused with every other check digit', () => {
    const accepted = Array.from({ length: 10 }, (_, digit) => `176543210${digit}`).filter(
      (number) => faultOf(cedula, number) === null,
    );
    expect(accepted).toEqual(['1765432107']);
  });

  test.each([
    ['1765432106', wrongDigit, 'one below the check digit'],
    ['1765432108', wrongDigit, 'one above the check digit'],
    ['1764532107', wrongDigit, 'two digits swapped'],
    ['0000000000', wrongDigit, 'province 00, though the digits add up'],
    ['2500000001', wrongDigit, 'province 25, though the digits add up'],
    ['3100000003', wrongDigit, 'province 31, though the digits add up'],
    ['1770000006', wrongDigit, 'third digit 7, though the digits add up'],
    ['176543210', tenDigits, '9 digits'],
    ['17654321070', tenDigits, '11 digits'],
    ['1765432107001', tenDigits, 'a RUC'],
    ['17654321A7', tenDigits, 'a letter'],
    ['AB12345678', tenDigits, 'a passport'],
    ['١٧٦٥٤٣٢١٠٧', tenDigits, 'Arabic-Indic digits'],
    ['１７６５４３２１０７', tenDigits, 'wide digits'],
    ['1765432107\u0000', tenDigits, 'a NUL'],
    ['', 'Escriba el Número Identificación.', 'nothing'],
    ['  - ', 'Escriba el Número Identificación.', 'nothing but signs'],
  ])('%j is refused: %s (%s)', (typed, sentence) => {
    expect(faultOf(cedula, typed)).toBe(sentence);
  });

  test('is stored without spaces and hyphens', () => {
    expect(tidyDocument({ documentType: cedula, documentNumber: ' 176 543-210-7 ' })).toBe('1765432107');
  });
});

describe('A passport', () => {
  test.each([
    ['AB123', '5 characters'],
    ['A1234567890123456789', '20 characters'],
    ['12345', 'digits alone'],
    ['ABCDE', 'letters alone'],
    ['ab123', 'lower case'],
    [' AB1234 ', 'spaces around'],
    ['1765432106', 'a number that would be a false cédula'],
  ])('%j is accepted: %s', (typed) => {
    expect(faultOf(passport, typed)).toBeNull();
  });

  test.each([
    ['AB12', '4 characters'],
    ['A12345678901234567890', '21 characters'],
    ['AB 1234', 'a space inside'],
    ['AB-1234', 'a hyphen'],
    ['AÑ1234', 'a letter that no passport has'],
    ['AB١٢٣٤', 'Arabic-Indic digits'],
    ['AB1234\u0000', 'a NUL'],
    ['<b>AB', 'markup'],
  ])('%j is refused: %s', (typed) => {
    expect(faultOf(passport, typed)).toBe(passportShape);
  });

  test('is compulsory', () => {
    expect(faultOf(passport, '  ')).toBe('Escriba el Número Identificación.');
  });

  test('is stored in upper case', () => {
    expect(tidyDocument({ documentType: passport, documentNumber: ' ab12cd ' })).toBe('AB12CD');
  });
});
