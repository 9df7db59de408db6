import { dateTimeText } from './civil-date.ts';
import type { Decision } from './outcome.ts';

/** An open session in the words and facts by which a person recognises it (product 4). */
export type OpenSession = {
  number: number;
  since: Date;
  lastSeen: Date;
  address: string;
  /** The browser's name as browserName gives it. */
  browser: string;
  /** True for the session of the request. */
  own: boolean;
};

/** Decides on ending those of a user's open sessions that match. The value has them; unchanged if there are none. */
export function endSessions(
  user: { id: number; name: string },
  open: OpenSession[],
  matches: (session: OpenSession) => boolean,
): Decision<OpenSession[]> {
  const ended = open.filter(matches);
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

/** Names a session: "Firefox 128 en Windows, desde 2022-04-06 15:53". */
export function sessionName({ browser, since }: Pick<OpenSession, 'browser' | 'since'>): string {
  return `${browser}, desde ${dateTimeText(since)}`;
}

/** The sentence on the sessions of a user that a change ends. */
export function sessionsEnding(sessions: number): string {
  if (sessions === 0) return 'No tiene sesiones abiertas.';
  return sessions === 1 ? 'Su sesión abierta se cierra.' : `Sus ${sessions} sesiones abiertas se cierran.`;
}
