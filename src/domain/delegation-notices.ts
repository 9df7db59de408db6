import { addDays, type CivilDate, civilDate, timeText } from './civil-date.ts';

/** The notices of each morning on delegations that end: one to the administrator, one to each delegate (product 9.1). */
export type NoticeKind = 'delegations-digest' | 'access-ending';

/** The days from a notice to the last day of a delegation of which it tells; -1 is the day after that (product 9.1). */
const daysAhead: Record<NoticeKind, readonly number[]> = {
  'delegations-digest': [30, 7, 1, 0, -1],
  'access-ending': [7, 1],
};

/** The last days of the delegations of which the notice of a day tells (product 9.1). */
export function lastDaysTold(kind: NoticeKind, day: CivilDate): CivilDate[] {
  return daysAhead[kind].map((days) => addDays(day, days));
}

/**
 * Says whether the morning of a moment is still to be told when its turn was posted: at seven, or within the hour after
 * it by a process that was down then (product 9.1).
 */
export function isMorningOf(postedAt: Date, now: Date): boolean {
  const time = timeText(postedAt);
  return civilDate(postedAt) === civilDate(now) && time >= earliest && time < latest;
}

// A minute early, because the clocks of the calendar and of the database differ by milliseconds.
const [earliest, latest] = ['06:59', '08:00'];
