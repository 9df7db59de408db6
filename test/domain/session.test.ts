import { expect, test } from 'vitest';
import { endSessions, type OpenSession } from '../../src/domain/session.ts';

const user = { id: 7, name: 'delegada01' };
const own = session(1, 'Firefox 128 en Windows', true);
const other = session(2, 'Chrome en Android', false);

test('Ending sessions leaves one event, with the ended sessions and the number of those left', () => {
  expect(endSessions(user, [own, other], (one) => !one.own)).toEqual({
    kind: 'changed',
    value: [other],
    event: {
      event: 'session.ended',
      subject: { kind: 'user', id: 7, name: 'delegada01' },
      changes: [
        { field: 'session.count', old: 2, new: 1 },
        {
          field: 'session.ended',
          old: { browser: 'Chrome en Android', since: '2022-04-06T20:53:00.000Z' },
          new: null,
        },
      ],
    },
  });
});

test('Ending no session changes nothing', () => {
  expect(endSessions(user, [own], (one) => !one.own)).toEqual({ kind: 'unchanged', value: [] });
});

function session(number: number, browser: string, isOwn: boolean): OpenSession {
  const at = new Date('2022-04-06T20:53:00Z');
  return { number, since: at, lastSeen: at, address: '127.0.0.1', browser, own: isOwn };
}
