/** An amount of US dollars as exact text: digits, a point, two decimals ('3450000.50'). Never a floating point number. */
export type Amount = string;

/** 'USD 3,450,000.00' (spec 3.3). */
export function amountText(amount: Amount): string {
  const [whole = '', cents = ''] = amount.split('.');
  return `USD ${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}
