import type { Outcome } from './change.ts';
import { dateTimeText } from './civil-date.ts';

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
): Outcome<OpenSession[]> {
  const ended = open.filter(which);
  if (ended.length === 0) return { kind: 'unchanged', value: ended };
  return {
    kind: 'changed',
    value: ended,
    event: {
      event: 'session.ended',
      subject: { kind: 'user', id: user.id, name: user.name },
      changes: [
        { field: 'Sesiones abiertas', old: String(open.length), new: String(open.length - ended.length) },
        ...ended.map((session) => ({ field: 'Sesión', old: sessionName(session), new: 'cerrada' })),
      ],
    },
  };
}

/** What a session is called among others: "Firefox 128 en Windows, desde 2022-04-06 15:53". */
export function sessionName({ browser, since }: OpenSession): string {
  return `${browser}, desde ${dateTimeText(since)}`;
}
