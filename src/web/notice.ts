import { printable } from '../domain/typed-text.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import type { AnyContext } from './env.ts';

/** Leaves a sentence for the next page that this browser opens (U10), which shows it once. */
export function leaveNotice(c: AnyContext, sentence: string): void {
  writeCookie(c, 'soce_aviso', sentence);
}

/** Takes the sentence that was left for this page; null for none. */
export function takeNotice(c: AnyContext): string | null {
  const sentence = printable(readCookie(c, 'soce_aviso') ?? '');
  if (!sentence) return null;
  dropCookie(c, 'soce_aviso');
  return sentence;
}
