import { timeFrom } from './civil-date.ts';

const second = 1_000;
const minute = 60 * second;

/** The time after which the failures in a row at an account are forgotten, in milliseconds (T1). */
export const failuresForgottenAfter = 12 * 60 * minute;

/** The number of failures in a row that voids a password until a reset (T1). */
export const failuresUntilVoid = 100;

/** The failures allowed a minute from one address, and from one address at one account (T2). */
export const failuresPerMinute = { address: 20, accountAndAddress: 5 } as const;

/** The reports that one address may have verified a minute, right or wrong (T2). */
export const reportsPerMinute = 60;

/** The recovery mails allowed an hour to one account, and for requests from one address (T2). */
export const recoveryMailsPerHour = { account: 3, address: 10 } as const;

/**
 * A browser known to an account: the failures in a row that it has for itself, its life in milliseconds, and the number
 * of accounts to which one browser stays known (T5).
 */
export const knownBrowser = { failures: 5, life: 365 * 24 * 60 * minute, accounts: 5 } as const;

/** The number of failures in a row after which an account waits (T1). */
export const failuresUntilWait = 5;
const firstWait = 30 * second;
/** The longest wait of an account, in milliseconds (T1). */
export const longestWait = 15 * minute;

/** The wait of an account after a number of failures in a row, in milliseconds; from the fifth on it doubles (T1). */
export function waitAfter(failures: number): number {
  if (failures < failuresUntilWait) return 0;
  return Math.min(longestWait, firstWait * 2 ** (failures - failuresUntilWait));
}

/** The waits after one failure, two, and so on; the last one stands for all that follow (T1). */
export const waitsAfter = Array.from(
  { length: failuresUntilWait + Math.ceil(Math.log2(longestWait / firstWait)) },
  (_, index) => waitAfter(index + 1),
);

/** The whole seconds from now until a limit ends. */
export function secondsUntil(until: Date, now: Date): number {
  return Math.ceil((until.getTime() - now.getTime()) / second);
}

/** The sentence for whom a limit refuses until a moment, the same for all; it doesn't say whether anything was wrong. */
export function tooManyTries(until: Date): string {
  return `Hubo demasiados intentos. Vuelva a intentarlo a partir de las ${timeFrom(until)}.`;
}
