import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AnyContext } from './env.ts';

/** The mark that the server key puts on a text; what it is for goes into the text, so that no mark does for another. */
export function seal(c: AnyContext, text: string): string {
  return createHmac('sha256', c.var.app.key).update(text).digest('base64url');
}

/** True where the mark is the text's own. */
export function isSealed(c: AnyContext, text: string, mark: string): boolean {
  const [right, given] = [Buffer.from(seal(c, text)), Buffer.from(mark)];
  return right.length === given.length && timingSafeEqual(right, given);
}
