import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AnyContext } from './env.ts';

/** Gives a mark of a text, made with the server key. The text says its purpose, so that no mark serves for two. */
export function seal(c: AnyContext, text: string): string {
  return createHmac('sha256', c.var.app.key).update(text).digest('base64url');
}

/** True where the mark belongs to the text. */
export function isSealed(c: AnyContext, text: string, mark: string): boolean {
  const [right, given] = [Buffer.from(seal(c, text)), Buffer.from(mark)];
  return right.length === given.length && timingSafeEqual(right, given);
}
