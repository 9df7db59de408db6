import type { Hindrance } from '../../src/domain/access.ts';
import { hindranceMark } from '../../src/domain/access-words.ts';

/** The marks beside a user's state that say why the person doesn't get in today, as HTML; '' if they do (product 3). */
export function accessMarks(hindrances: Hindrance[]): string {
  return hindrances.map(mark).join('');
}

// A day doesn't break over two lines (U10).
function mark(hindrance: Hindrance): string {
  const text = hindranceMark(hindrance).replace(/\d{4}-\d{2}-\d{2}/, '<time>$&</time>');
  return ` <span class="${hindrance.kind === 'ended' ? 'ended' : 'off'}">${text}</span>`;
}
