type Coding = 'br' | 'gzip';

/**
 * Gives the content coding of an answer by the Accept-Encoding header, null for none (RFC 9110, 12.5.3): the one that the
 * browser prefers, and brotli of two that it likes equally.
 */
export function acceptedCoding(header: string | undefined): Coding | null {
  if (header === undefined) return null;
  const weights = new Map(header.toLowerCase().split(',').map(readPart));
  const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get('*') ?? 0;
  const coding = weightOf('gzip') > weightOf('br') ? 'gzip' : 'br';
  return weightOf(coding) > 0 && weightOf(coding) >= (weights.get('identity') ?? 0) ? coding : null;
}

const qualified = /^([^\s;]+)(?:\s*;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/;

// What can't be read names no coding.
function readPart(part: string): [coding: string, weight: number] {
  const [, coding = '', weight = '1'] = qualified.exec(part.trim()) ?? [];
  return [coding === 'x-gzip' ? 'gzip' : coding, Number(weight)];
}
