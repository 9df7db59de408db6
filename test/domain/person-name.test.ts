import { describe, expect, test } from 'vitest';
import { fullName, isName, searchKey, searchWords, sortKey, tidyName } from '../../src/domain/person-name.ts';

describe('A name', () => {
  test.each([
    'Zambrano',
    'Ñauta',
    'Núñez',
    'Güiracocha',
    'García Márquez',
    "D'Ángelo",
    'Saint-Exupéry',
    'De La Torre',
    'Ö',
    'Çelik',
    'X',
  ])('may be %s', (text) => {
    expect(isName(text)).toBe(true);
  });

  test.each([
    ['Juan2', 'a digit'],
    ['٣', 'an Arabic-Indic digit'],
    ['Ana Ⅳ', 'a Roman numeral sign'],
    ['Ana 😀', 'an emoji'],
    ['<script>', 'angle brackets'],
    ['<script>alert(1)</script>', 'markup'],
    ['Ana.', 'a full stop'],
    ['Ana_María', 'an underscore'],
    ['Ana,María', 'a comma'],
    ['Ana"', 'a quotation mark'],
    ['Ana\u0000', 'a NUL'],
    ['Ana\u200BMaría', 'a space without width'],
    ['Ana\u202EMaría', 'a turn of the writing direction'],
    ['Ana\tMaría', 'a tab that nobody tidied'],
    ['Анна', 'another script'],
    ['Σοφία', 'another script'],
    ['-', 'a hyphen without a letter'],
    ["'", 'an apostrophe without a letter'],
    [" -' ", 'signs without a letter'],
    [' ', 'a space'],
    ['', 'nothing'],
  ])('may not be %j: %s', (text) => {
    expect(isName(text)).toBe(false);
  });

  test('typed with decomposed accents is accepted and stored composed', () => {
    const decomposed = 'Mun\u0303oz Marti\u0301nez';
    expect(isName(decomposed)).toBe(false);
    expect(tidyName(decomposed)).toBe('Mu\u00F1oz Mart\u00EDnez');
    expect(isName(tidyName(decomposed))).toBe(true);
  });

  test.each([
    ['  Ana   María ', 'Ana María'],
    ['Ana\t\nMaría', 'Ana María'],
    ['Ana\u00A0María', 'Ana María'],
    ['D’Ángelo', "D'Ángelo"],
    ['D‘Ángelo', "D'Ángelo"],
    ['D`Ángelo', "D'Ángelo"],
    ['D´Ángelo', "D'Ángelo"],
    ['De La Torre', 'De La Torre'],
    ['   ', ''],
  ])('typed as %j is stored as %j', (typed, stored) => {
    expect(tidyName(typed)).toBe(stored);
  });

  test('is shown with the surnames first, without gaps for missing parts', () => {
    const name = { paternalSurname: 'Pérez', maternalSurname: 'Ñauta', firstName: 'Ana', secondName: 'Luz' };
    expect(fullName(name)).toBe('Pérez Ñauta Ana Luz');
    expect(fullName({ ...name, maternalSurname: '' })).toBe('Pérez Ana Luz');
    expect(fullName({ ...name, maternalSurname: '', secondName: '' })).toBe('Pérez Ana');
  });
});

describe('The order of names', () => {
  test('has Ñ after N and before O, and ignores accents and case', () => {
    const inOrder = [
      'Álava',
      'ALBÁN',
      'Alcívar',
      'Náñez',
      'Nazareno',
      'NÚÑEZ',
      'Nuñez Ana',
      'Nuño',
      'Nuzzo',
      'Ñacato',
      'ñauta',
      'Ñusta',
      'Oña',
      'Ortiz',
    ];
    const byKey = (a: string, b: string) => Buffer.compare(Buffer.from(sortKey(a)), Buffer.from(sortKey(b)));
    expect([...inOrder].reverse().sort(byKey)).toEqual(inOrder);
  });

  test('has a ñ inside a word after every n and before o', () => {
    const byKey = (a: string, b: string) => Buffer.compare(Buffer.from(sortKey(a)), Buffer.from(sortKey(b)));
    expect(['Pioz', 'Piñas', 'Pinzón', 'Pina'].sort(byKey)).toEqual(['Pina', 'Pinzón', 'Piñas', 'Pioz']);
  });

  test.each([
    ['Núñez', 'NUÑEZ'],
    ['Güiracocha', 'guiracocha'],
    ['Mun\u0303oz', 'Mu\u00F1oz'],
    ['MUN\u0303OZ', 'mu\u00F1oz'],
  ])('is the same for “%s” and “%s”', (one, other) => {
    expect(sortKey(one)).toBe(sortKey(other));
  });

  test('is different for Munoz and Muñoz', () => {
    expect(sortKey('Munoz')).not.toBe(sortKey('Muñoz'));
  });
});

describe('A search', () => {
  test.each([
    ['NÚÑEZ', 'nunez'],
    ['Mun\u0303oz', 'munoz'],
    ["D'Ángelo", "d'angelo"],
    ['Güiracocha', 'guiracocha'],
    ['delegado01', 'delegado01'],
  ])('for “%s” looks for “%s”', (text, key) => {
    expect(searchKey(text)).toBe(key);
  });

  test('uses at most eight words', () => {
    expect(searchWords('  uno DOS  trés ')).toEqual(['uno', 'dos', 'tres']);
    expect(searchWords('a b c d e f g h')).toHaveLength(8);
    expect(searchWords('a b c d e f g h i')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
    expect(searchWords('   ')).toEqual([]);
  });
});
