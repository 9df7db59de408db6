import { addDays, type CivilDate, daysBetween } from './civil-date.ts';

/** The state of a delegation on a day; its first and last day belong to it (product 6). */
export function delegationState(
  delegation: { from: CivilDate; until: CivilDate | null },
  today: CivilDate,
): 'pending' | 'current' | 'ended' {
  if (delegation.from > today) return 'pending';
  return delegation.until !== null && delegation.until < today ? 'ended' : 'current';
}

/** True if a delegation ends within 30 days from today, today included (product 1). */
export function endsSoon(delegation: { until: CivilDate | null }, today: CivilDate): boolean {
  const { first, last } = warningWindow(today);
  return delegation.until !== null && delegation.until >= first && delegation.until <= last;
}

/** The number of days before its end in which a delegation counts as ending soon (product 1). */
export const warningDays = 30;

/** The first and the last end day of the delegations that end soon. */
export function warningWindow(today: CivilDate): { first: CivilDate; last: CivilDate } {
  return { first: today, last: addDays(today, warningDays) };
}

/** What the register marks beside a contact's state, with its kind (product 8). */
export type DelegationMark = { kind: 'ended' | 'soon' | 'off'; text: string };

/** The mark of a delegation that has ended, ends within 30 days or has not begun; null for others. */
export function delegationMark(
  delegation: { from: CivilDate; until: CivilDate | null },
  today: CivilDate,
): DelegationMark | null {
  const state = delegationState(delegation, today);
  if (state === 'ended') return { kind: 'ended', text: 'VENCIDO' };
  if (state === 'pending') return { kind: 'off', text: `Empieza el ${delegation.from}` };
  return delegation.until !== null && endsSoon(delegation, today)
    ? { kind: 'soon', text: endText(daysBetween(today, delegation.until)) }
    : null;
}

function endText(days: number): string {
  if (days === 0) return 'Vence hoy';
  return days === 1 ? 'Vence en 1 día' : `Vence en ${days} días`;
}
