import { escapeToBuffer } from 'hono/utils/html';

/** Gives a text as HTML, for markup that is written as a string. */
export function escaped(text: string): string {
  const buffer: [string] = [''];
  escapeToBuffer(text, buffer);
  return buffer[0];
}
