/**
 * Decodes a text file: UTF-8 or UTF-16 by the mark at its beginning; without one UTF-16 by its zero bytes, then UTF-8 if
 * most of its letters are, else Windows-1252, in which Excel writes CSV on most machines of the country.
 */
export function decodeText(bytes: Uint8Array): string {
  const name = markedEncoding(bytes) ?? zerosEncoding(bytes);
  if (name) return new TextDecoder(name).decode(bytes);
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  if (broken === 0) return text;
  const whole = text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
  return whole > broken ? text : new TextDecoder('windows-1252').decode(bytes);
}

function markedEncoding([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

const sampleLength = 4_096;

// In UTF-16 one byte of nearly each Latin letter is zero; a single NUL in another encoding is a fault of its cell.
function zerosEncoding(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, sampleLength);
  const zeros = [0, 0];
  for (const [place, byte] of sample.entries()) if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const most = sample.length / 4;
  if (odd > most && even < odd / 4) return 'utf-16le';
  return even > most && odd < even / 4 ? 'utf-16be' : null;
}
