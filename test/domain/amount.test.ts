import { describe, expect, test } from 'vitest';
import { amountInWords, amountText, parseAmount } from '../../src/domain/amount.ts';

describe('The typed amount', () => {
  test.each([
    ['3450000', '3450000.00'],
    ['3450000.5', '3450000.50'],
    ['0', '0.00'],
    ['0.01', '0.01'],
    ['007', '7.00'],
    ['999999999999.99', '999999999999.99'],
  ])('“%s” is read as %s', (typed, amount) => {
    expect(parseAmount(typed)).toBe(amount);
  });

  test.each([
    ['1,000', 'a comma'],
    ['1.000,00', 'point and comma'],
    ['-1', 'a sign'],
    ['+1', 'a sign'],
    ['1e9', 'an exponent'],
    ['٣', 'a digit of another script'],
    ['0x10', 'hexadecimal'],
    ['1.234', 'three decimals'],
    ['5.', 'a bare point'],
    ['.5', 'no whole part'],
    ['1000000000000', 'thirteen digits'],
    ['1'.repeat(30), 'thirty digits'],
    ['', 'nothing'],
    ['1 000', 'a space'],
    ['1.2.3', 'two points'],
  ])('“%s” is refused: %s', (typed) => {
    expect(parseAmount(typed)).toBeNull();
  });
});

test.each([
  ['0.00', 'USD 0.00'],
  ['999.00', 'USD 999.00'],
  ['1000.50', 'USD 1,000.50'],
  ['3450000.00', 'USD 3,450,000.00'],
  ['999999999999.99', 'USD 999,999,999,999.99'],
])('The amount %s is shown as “%s”', (amount, text) => {
  expect(amountText(amount)).toBe(text);
});

test.each([
  ['0.00', 'cero dólares con 00/100'],
  ['0.01', 'cero dólares con 01/100'],
  ['1.00', 'un dólar con 00/100'],
  ['16.00', 'dieciséis dólares con 00/100'],
  ['21.00', 'veintiún dólares con 00/100'],
  ['30.00', 'treinta dólares con 00/100'],
  ['31.00', 'treinta y un dólares con 00/100'],
  ['100.00', 'cien dólares con 00/100'],
  ['101.00', 'ciento un dólares con 00/100'],
  ['1000.00', 'mil dólares con 00/100'],
  ['1001.00', 'mil un dólares con 00/100'],
  ['21021.00', 'veintiún mil veintiún dólares con 00/100'],
  ['21000.00', 'veintiún mil dólares con 00/100'],
  ['101000.00', 'ciento un mil dólares con 00/100'],
  ['500700.99', 'quinientos mil setecientos dólares con 99/100'],
  ['1000000.00', 'un millón de dólares con 00/100'],
  ['1000001.00', 'un millón un dólares con 00/100'],
  ['3450000.00', 'tres millones cuatrocientos cincuenta mil dólares con 00/100'],
  ['21000000.00', 'veintiún millones de dólares con 00/100'],
  ['101000001.00', 'ciento un millones un dólares con 00/100'],
  ['200000000000.00', 'doscientos mil millones de dólares con 00/100'],
  ['1000000000.00', 'mil millones de dólares con 00/100'],
  ['1021000000.00', 'mil veintiún millones de dólares con 00/100'],
  [
    '999999999999.99',
    'novecientos noventa y nueve mil novecientos noventa y nueve millones novecientos noventa y nueve mil novecientos noventa y nueve dólares con 99/100',
  ],
])('The amount %s in words is “%s”', (amount, words) => {
  expect(amountInWords(amount)).toBe(words);
});
