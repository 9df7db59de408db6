/** A value in a body: text, or encoded bytes (as Latin-1) that no browser would send. */
export type Sent = string | { bytes: string };

/** The largest body of a form (R5). */
export const largestBody = 64 * 1024;

/** Encodes entries as a browser does, except values that are bytes already. */
export function bodyOf(entries: [string, Sent][]): Buffer {
  const parts = entries.map(([name, sent]) => {
    const value = typeof sent === 'string' ? new URLSearchParams([['', sent]]).toString().slice(1) : sent.bytes;
    return `${encodeURIComponent(name)}=${value}`;
  });
  return Buffer.from(parts.join('&'), 'latin1');
}

/** Gives a text without the characters that a page never shows. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Noncharacter_Code_Point}\ufffd]/gu, '');
}

/** Encodes a value, except the bad bytes in it. */
export function bytesOf(text: string): Sent {
  const encoded = text.replace(/[^\u0000-\u007f\u00ff]|[ +&=]|%(?!FF|ED|A0|80)/gu, (sign) => encodeURIComponent(sign));
  return { bytes: encoded };
}
