import { describe, expect, test } from 'vitest';
import {
  addDays,
  civilDate,
  dateTimeText,
  fullYears,
  greeting,
  headerDate,
  letterDate,
  letterDateTime,
  parseCivilDate,
} from '../../src/domain/civil-date.ts';

test.each([
  ['09:59', 'Buenas noches'],
  ['10:00', 'Buenos días'],
  ['16:59', 'Buenos días'],
  ['17:00', 'Buenas tardes'],
  ['23:59', 'Buenas tardes'],
  ['00:00', 'Buenas noches'],
])('At %s UTC, five hours ahead of Ecuador, people are greeted with “%s”', (time, words) => {
  expect(greeting(new Date(`2022-04-06T${time}:00Z`))).toBe(words);
});

describe('The typed day', () => {
  test.each([
    ['2026-01-31', '2026-01-31'],
    ['31/01/2026', '2026-01-31'],
    ['1/2/2026', '2026-02-01'],
    ['2024-02-29', '2024-02-29'],
    ['29/2/2024', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['2026-06-30', '2026-06-30'],
    ['2026-12-31', '2026-12-31'],
    ['1900-01-01', '1900-01-01'],
    ['1/1/1900', '1900-01-01'],
    ['2199-12-31', '2199-12-31'],
  ])('“%s” is read as %s', (text, day) => {
    expect(parseCivilDate(text)).toBe(day);
  });

  test.each([
    ['2026-06-31', 'June has 30 days'],
    ['31/06/2026', 'June has 30 days, in the local spelling too'],
    ['2026-02-29', 'no leap year'],
    ['29/02/2026', 'no leap year, in the local spelling'],
    ['2100-02-29', 'a century that is no leap year'],
    ['2026-00-10', 'month 0'],
    ['2026-13-01', 'month 13'],
    ['2026-01-00', 'day 0'],
    ['2026-01-32', 'day 32'],
    ['0000-01-01', 'year 0'],
    ['01/01/0000', 'year 0 in the local spelling'],
    ['0026-01-31', 'a year that JavaScript would take for 1926'],
    ['1899-12-31', 'a day before the earliest year'],
    ['2200-01-01', 'a day after the latest year'],
    ['12026-01-31', 'five digits of year'],
    ['26-01-31', 'two digits of year'],
    ['2026-1-31', 'one digit of month in the spelling that has two'],
    ['2026/01/31', 'mixed spellings'],
    ['31-01-2026', 'mixed spellings'],
    ['2026-01-31T00:00:00Z', 'an instant'],
    ['2026-01-31\n', 'a trailing line break'],
    ['31/01/2026\n', 'a trailing line break in the local spelling'],
    ['131/01/2026', 'three digits of day'],
    ['31/01/20261', 'five digits of year in the local spelling'],
    ['٢٠٢٦-٠١-٣١', 'Arabic-Indic digits'],
    ['-001-01-01', 'a negative year'],
    ['mañana', 'a word'],
    ['', 'nothing'],
  ])('%j is refused: %s', (text) => {
    expect(parseCivilDate(text)).toBeNull();
  });
});

describe('The day in Guayaquil', () => {
  test.each([
    ['2022-04-06T04:59:59.999Z', '2022-04-05', '2022-04-05 23:59'],
    ['2022-04-06T05:00:00Z', '2022-04-06', '2022-04-06 00:00'],
    ['2027-01-01T04:59:59Z', '2026-12-31', '2026-12-31 23:59'],
    ['2027-01-01T05:00:00Z', '2027-01-01', '2027-01-01 00:00'],
    ['2024-03-01T04:59:59Z', '2024-02-29', '2024-02-29 23:59'],
  ])('at %s is %s', (instant, day, minute) => {
    expect(civilDate(new Date(instant))).toBe(day);
    expect(dateTimeText(new Date(instant))).toBe(minute);
  });
});

describe('The page’s header', () => {
  test.each([
    ['2022-04-06T20:53:00Z', 'Miércoles 6 de Abril de 2022 | 15:53'],
    ['2022-04-06T20:53:59Z', 'Miércoles 6 de Abril de 2022 | 15:53'],
    ['2022-04-06T04:59:00Z', 'Martes 5 de Abril de 2022 | 23:59'],
    ['2022-04-06T05:00:00Z', 'Miércoles 6 de Abril de 2022 | 00:00'],
    ['2022-04-06T05:07:00Z', 'Miércoles 6 de Abril de 2022 | 00:07'],
    ['2022-04-06T17:00:00Z', 'Miércoles 6 de Abril de 2022 | 12:00'],
    ['2026-08-01T15:00:00Z', 'Sábado 1 de Agosto de 2026 | 10:00'],
    ['2026-12-27T12:09:00Z', 'Domingo 27 de Diciembre de 2026 | 07:09'],
  ])('says at %s: %s', (instant, text) => {
    expect(headerDate(new Date(instant))).toBe(text);
  });

  test('names the seven weekdays in their order', () => {
    const week = [4, 5, 6, 7, 8, 9, 10].map((day) => headerDate(new Date(Date.UTC(2022, 3, day, 17))).split(' ')[0]);
    expect(week).toEqual(['Lunes', 'Martes', 'Miércoles', 'Jueves', 'Viernes', 'Sábado', 'Domingo']);
  });

  test('names the twelve months in their order', () => {
    const year = Array.from({ length: 12 }, (_, month) => headerDate(new Date(Date.UTC(2022, month, 15, 17))));
    expect(year.map((text) => text.split(' ')[3])).toEqual([
      ...['Enero', 'Febrero', 'Marzo', 'Abril', 'Mayo', 'Junio'],
      ...['Julio', 'Agosto', 'Septiembre', 'Octubre', 'Noviembre', 'Diciembre'],
    ]);
  });
});

describe('The date of a letter', () => {
  test.each([
    ['2022-04-06T20:53:00Z', 'miércoles 06 de abril de 2022', '15:53'],
    ['2022-04-06T20:53:59.999Z', 'miércoles 06 de abril de 2022', '15:53'],
    ['2022-04-06T04:59:59Z', 'martes 05 de abril de 2022', '23:59'],
    ['2022-04-06T05:00:00Z', 'miércoles 06 de abril de 2022', '00:00'],
    ['2027-01-01T04:59:00Z', 'jueves 31 de diciembre de 2026', '23:59'],
    ['2027-01-01T05:00:00Z', 'viernes 01 de enero de 2027', '00:00'],
    ['2024-03-01T04:59:00Z', 'jueves 29 de febrero de 2024', '23:59'],
    ['2026-08-01T14:05:00Z', 'sábado 01 de agosto de 2026', '09:05'],
    ['2026-09-20T17:00:00Z', 'domingo 20 de septiembre de 2026', '12:00'],
  ])('says at %s: %s, %s', (instant, day, hour) => {
    expect(letterDate(new Date(instant))).toBe(day);
    expect(letterDateTime(new Date(instant))).toBe(`${day}, ${hour} (hora de Ecuador)`);
  });
});

describe('Adding days:', () => {
  test.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-12-15', 30, '2027-01-14'],
    ['2026-06-15', 0, '2026-06-15'],
    ['2024-01-01', 366, '2025-01-01'],
  ])('%s plus %i days is %s', (day, days, result) => {
    expect(addDays(day, days)).toBe(result);
  });
});

describe('Whole years', () => {
  test.each([
    ['2008-06-15', '2026-06-14', 17],
    ['2008-06-15', '2026-06-15', 18],
    ['2008-06-15', '2026-06-16', 18],
    ['2008-12-31', '2026-01-01', 17],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2026-06-15', '2026-06-15', 0],
  ])('from %s to %s are %i', (birth, day, years) => {
    expect(fullYears(birth, day)).toBe(years);
  });
});
