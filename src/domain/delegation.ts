import { addDays, type CivilDate } from './civil-date.ts';

/** The place of a day in a delegation; both its ends belong to it. */
export function delegationState(
  delegation: { from: CivilDate; until: CivilDate | null },
  today: CivilDate,
): 'pending' | 'current' | 'ended' {
  if (delegation.from > today) return 'pending';
  return delegation.until !== null && delegation.until < today ? 'ended' : 'current';
}

/** True for a delegation that ends within 30 days from today, today included (product 1). */
export function endsSoon(delegation: { until: CivilDate | null }, today: CivilDate): boolean {
  const { first, last } = warningWindow(today);
  return delegation.until !== null && delegation.until >= first && delegation.until <= last;
}

/** The days before its end in which a delegation ends soon (product 1). */
export const warningDays = 30;

/** The first and the last day on which a delegation may end to be one that ends soon. */
export function warningWindow(today: CivilDate): { first: CivilDate; last: CivilDate } {
  return { first: today, last: addDays(today, warningDays) };
}
