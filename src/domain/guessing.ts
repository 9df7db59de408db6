const second = 1_000;
const minute = 60 * second;

/** When failures in a row at one account are forgotten (T1), in milliseconds. */
export const failuresForgottenAfter = 12 * 60 * minute;

/** So many failures in a row make a password void until it is reset (T1). */
export const failuresUntilVoid = 100;

/** How many failures a minute may come from one address, and at one account from one address (T2). */
export const failuresPerMinute = { address: 20, accountAndAddress: 5 } as const;

/** How many mails an hour recoveries may send for one account, and from one address (T2). */
export const recoveryMailsPerHour = { account: 3, address: 10 } as const;

const failuresUntilWait = 5;
const firstWait = 30 * second;
const longestWait = 15 * minute;

/** How long an account waits after so many failures in a row (T1), in milliseconds: from the fifth on, twice as long each time. */
export function waitAfter(failures: number): number {
  if (failures < failuresUntilWait) return 0;
  return Math.min(longestWait, firstWait * 2 ** (failures - failuresUntilWait));
}
