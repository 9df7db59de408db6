import { type NextStep, stepKinds } from '../../views/kit/next-step.tsx';
import { printable } from '../domain/typed-text.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import type { AnyContext } from './env.ts';
import { recordNumber } from './record-id.ts';

type NoticeName = 'soce_aviso' | 'soce_alerta';

/** A sentence for the next page, and the step that usually comes next. */
type Notice = { sentence: string; step: NextStep | null };

/**
 * Leaves a sentence that confirms a change for the next page that this browser opens (U10), which shows it once, with the
 * next step if any.
 */
export function leaveNotice(c: AnyContext, sentence: string, step: NextStep | null = null): void {
  leave(c, 'soce_aviso', 'soce_alerta', step ? `${step.kind}.${step.id}.${sentence}` : sentence);
}

/** Leaves a sentence to heed for the next page: why it opens in place of another, or what wasn't done. */
export function leaveWarning(c: AnyContext, sentence: string): void {
  leave(c, 'soce_alerta', 'soce_aviso', sentence);
}

/** Takes the confirmation that was left for this page; null for none. */
export function takeNotice(c: AnyContext): Notice | null {
  const text = take(c, 'soce_aviso');
  if (!text) return null;
  // No sentence begins like a step.
  const [, kind, id, sentence] = /^([a-z-]+)\.(\d+)\.(.+)$/.exec(text) ?? [];
  const [known, number] = [stepKinds.find((one) => one === kind), recordNumber(id)];
  return sentence && known && number !== null
    ? { sentence, step: { kind: known, id: number } }
    : { sentence: text, step: null };
}

/** Takes the sentence to heed that was left for this page; null for none. */
export function takeWarning(c: AnyContext): string | null {
  return take(c, 'soce_alerta');
}

// The latest sentence counts: an earlier one that no page has shown is out of date.
function leave(c: AnyContext, name: NoticeName, other: NoticeName, sentence: string): void {
  writeCookie(c, name, sentence);
  if (readCookie(c, other)) dropCookie(c, other);
}

function take(c: AnyContext, name: NoticeName): string | null {
  const sentence = printable(readCookie(c, name) ?? '');
  if (!sentence) return null;
  dropCookie(c, name);
  return sentence;
}
