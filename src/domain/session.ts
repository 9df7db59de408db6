import { dateTimeText } from './civil-date.ts';
import type { Decision } from './outcome.ts';

/** An open session as a person recognises it. */
export type OpenSession = {
  number: number;
  since: Date;
  lastSeen: Date;
  address: string;
  /** In words. */
  browser: string;
  /** It is the one that asks. */
  own: boolean;
};

/** Ends some of a user's open sessions; where there is none among them, nothing changes. */
export function endSessions(
  user: { id: number; name: string },
  open: OpenSession[],
  which: (session: OpenSession) => boolean,
): Decision<OpenSession[]> {
  const ended = open.filter(which);
  if (ended.length === 0) return { kind: 'unchanged', value: ended };
  return {
    kind: 'changed',
    value: ended,
    event: {
      event: 'session.ended',
      subject: { kind: 'user', id: user.id, name: user.name },
      changes: [
        { field: 'session.count', old: open.length, new: open.length - ended.length },
        ...ended.map(({ browser, since }) => ({
          field: 'session.ended' as const,
          old: { browser, since: since.toISOString() },
          new: null,
        })),
      ],
    },
  };
}

/** What a session is called among others: "Firefox 128 en Windows, desde 2022-04-06 15:53". */
export function sessionName({ browser, since }: Pick<OpenSession, 'browser' | 'since'>): string {
  return `${browser}, desde ${dateTimeText(since)}`;
}
