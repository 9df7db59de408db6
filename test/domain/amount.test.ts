import { expect, test } from 'vitest';
import { amountText } from '../../src/domain/amount.ts';

test.each([
  ['0.00', 'USD 0.00'],
  ['999.00', 'USD 999.00'],
  ['1000.50', 'USD 1,000.50'],
  ['3450000.00', 'USD 3,450,000.00'],
  ['999999999999.99', 'USD 999,999,999,999.99'],
])('%s reads %s', (amount, text) => {
  expect(amountText(amount)).toBe(text);
});
