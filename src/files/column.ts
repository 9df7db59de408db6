/**
 * A column of a file that is written. Its cells are texts, in Excel of the kind: a day 'AAAA-MM-DD', a moment
 * 'AAAA-MM-DD HH:MM', an amount '3450000.50'.
 */
export type Column = { head: string; kind: 'text' | 'day' | 'moment' | 'amount' };

/** The lines of a file that is written, in the order of its columns; null and '' are empty cells. */
export type Rows = AsyncIterable<(string | null)[]> | Iterable<(string | null)[]>;
