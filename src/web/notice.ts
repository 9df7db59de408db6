import { type NextStep, stepKinds } from '../../views/kit/next-step.tsx';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import type { AnyContext } from './env.ts';
import { printable } from './forms/body.ts';
import { recordNumber } from './record-id.ts';

/** A sentence for the next page, and the step that usually comes next. */
type Notice = { sentence: string; step: NextStep | null };

/** Leaves a sentence for the next page that this browser opens (U10), which shows it once, with the next step if any. */
export function leaveNotice(c: AnyContext, sentence: string, step: NextStep | null = null): void {
  writeCookie(c, 'soce_aviso', step ? `${step.kind}.${step.id}.${sentence}` : sentence);
}

/** Takes the notice that was left for this page; null for none. */
export function takeNotice(c: AnyContext): Notice | null {
  const text = printable(readCookie(c, 'soce_aviso') ?? '');
  if (!text) return null;
  dropCookie(c, 'soce_aviso');
  // No sentence begins like a step.
  const [, kind, id, sentence] = /^([a-z-]+)\.(\d+)\.(.+)$/.exec(text) ?? [];
  const [known, number] = [stepKinds.find((one) => one === kind), recordNumber(id)];
  return sentence && known && number !== null
    ? { sentence, step: { kind: known, id: number } }
    : { sentence: text, step: null };
}
