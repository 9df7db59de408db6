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
    ['Dʼ\u200bÁngelo', "D'Ángelo"],
    ['D′Ángelo', "D'Ángelo"],
    ['García\u2011Moreno', 'García-Moreno'],
    ['Gar\u00adcía \u202f\u00a0Moreno\u200e', 'García Moreno'],
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

  test('is that of the Spanish collation, also for letters that don’t decompose', () => {
    const collator = new Intl.Collator('es', { sensitivity: 'base' });
    const names = [
      'Łaz',
      'Laz',
      'Lázaro',
      'Lb',
      'Øst',
      'Ost',
      'Osu',
      'Ñu',
      'Đoko',
      'Doko',
      'Dolores',
      'Strauß',
      'Strauss',
    ];
    names.push(
      'Strausz',
      'Ærø',
      'Aero',
      'Af',
      'Œuvre',
      'Oeuvre',
      'Of',
      'Yıldız',
      'Yilmaz',
      'Yjar',
      'Þór',
      'Zoe',
      'Ŋu',
      'Nzu',
    );
    names.push(
      'Ｇａｒｃíａ',
      'Garcia',
      'Garcés',
      'Garza',
      'Guðrun',
      'Gudrun',
      'Gue',
      'Maħmud',
      'Mahmud',
      'Maj',
      'Ŧor',
      'Tzu',
    );
    for (const one of names) {
      for (const other of names) {
        const [a, b] = [Buffer.from(sortKey(one)), Buffer.from(sortKey(other))];
        expect([one, other, Buffer.compare(a, b)]).toEqual([one, other, Math.sign(collator.compare(one, other))]);
      }
    }
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
    ['Łukasz', 'lukasz'],
    ['Sørensen', 'sorensen'],
    ['Đặng', 'dang'],
    ['STRAUẞ', 'strauss'],
    ['Ærø', 'aero'],
    ['Yıldız', 'yildiz'],
    ['İnan', 'inan'],
    ['Ｇａｒｃíａ', 'garcia'],
    ['Ruﬁno', 'rufino'],
    ['o’brien', "o'brien"],
    ['oʼbrien', "o'brien"],
    ['o′brien', "o'brien"],
    ['o`brien', "o'brien"],
    ['o´brien', "o'brien"],
    ['García\u2011Moreno', 'garcia-moreno'],
  ])('for “%s” looks for “%s”', (text, key) => {
    expect(searchKey(text)).toBe(key);
  });

  test('uses at most eight words', () => {
    expect(searchWords('  uno DOS  trés ')).toEqual(['uno', 'dos', 'tres']);
    expect(searchWords('a b c d e f g h')).toHaveLength(8);
    expect(searchWords('a b c d e f g h i')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
    expect(searchWords('   ')).toEqual([]);
  });

  test('ignores what comes with pasting, and the hyphens of a number', () => {
    expect(searchWords('\ufeffLuna\u00a0\u200bMora\u00ad ')).toEqual(['luna', 'mora']);
    expect(searchWords('171234567-5 García-Moreno')).toEqual(['1712345675', 'garcia-moreno']);
    expect(searchWords('171234567\u20115')).toEqual(['1712345675']);
  });
});
