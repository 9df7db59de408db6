import { addDays, type CivilDate } from './civil-date.ts';

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
