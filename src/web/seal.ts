import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AnyContext } from './env.ts';

// 132 bits, more than can be guessed and half of what HMAC-SHA-256 gives: a list has a seal in each row.
const sealLength = 22;

/** Gives the seal of a text, made with the server key. The text begins with its purpose, so that no seal fits two. */
export function seal(c: AnyContext, text: string): string {
  const { key } = c.var.app;
  const kept = keptSeals.get(key) ?? new Map<string, string>();
  const made = kept.get(text) ?? createHmac('sha256', key).update(text).digest('base64url').slice(0, sealLength);
  if (kept.size >= mostKept) kept.clear();
  keptSeals.set(key, kept.set(text, made));
  return made;
}

// Each page and each form of a browser takes the same seal, and making one took as long as finding the person.
const keptSeals = new WeakMap<Buffer, Map<string, string>>();
const mostKept = 1_000;

/** Says, in constant time, whether a seal belongs to a text. */
export function isSealed(c: AnyContext, text: string, typed: string): boolean {
  return isSame(seal(c, text), typed);
}

/** Compares a secret with a typed text, in constant time for texts of its length. */
export function isSame(secret: string, typed: string): boolean {
  const [right, given] = [Buffer.from(secret), Buffer.from(typed)];
  return right.length === given.length && timingSafeEqual(right, given);
}
