import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AnyContext } from './env.ts';

// 132 bits, more than can be guessed and half of what HMAC-SHA-256 gives: a list has a seal in each row.
const sealLength = 22;

/** Gives the seal of a text, made with the server key. The text begins with its purpose, so that no seal fits two. */
export function seal(c: AnyContext, text: string): string {
  return createHmac('sha256', c.var.app.key).update(text).digest('base64url').slice(0, sealLength);
}

/** Says, in constant time, whether a seal belongs to a text. */
export function isSealed(c: AnyContext, text: string, typed: string): boolean {
  const [right, given] = [Buffer.from(seal(c, text)), Buffer.from(typed)];
  return right.length === given.length && timingSafeEqual(right, given);
}
