import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { networkOf } from '../../domain/address.ts';
import { failuresPerMinute, knownBrowser } from '../../domain/guessing.ts';
import type { Database } from '../database/database.ts';
import type { Origin } from '../records/caller.ts';
import { forgetFailures } from '../records/failures.ts';
import { type Allowance, type Count, consume, forget, giveBack } from './guessing-counters.ts';
import { countFailure, settleFailure, standing } from './guessing-failures.ts';
import { inOrder, inTurn, type Others } from './guessing-queue.ts';

/** A guess at the secret of an account: the RUC and the folded user name as typed, and where it comes from. */
type Guess = { ruc: string; nameFolded: string; origin: Pick<Origin, 'now' | 'address' | 'gone' | 'browser'> };

/**
 * The admission of a guess to one verification. The account's failures in a row include this guess and the others that
 * are unverified, which may turn out right.
 */
export type Admitted = { failures: number; unverified: number };

/** The refusal of a guess by a limit, until a moment. */
export type Limited = { until: Date };

/** Says whether a guess was admitted to a verification. */
export function isAdmitted(admission: Admitted | Limited): admission is Admitted {
  return 'failures' in admission;
}

/**
 * Calls verify for a guess, with a refusal instead of the admission if the address or the account has failed too often
 * (T1, T2); the failures of others don't refuse a browser that is known to the account (T5). The guess counts as a
 * failure before verify runs, so that parallel guesses get no more verifications than sequential ones. Gives verify's
 * result; one other than null takes the count back. One that is refused only because of those being verified beside it
 * waits for their result, since right ones don't count. Throws GuessQueueFull, GuessAbandoned.
 */
export async function guardedGuess<T>(
  database: Database,
  typed: Guess,
  verify: (admission: Admitted | Limited) => Promise<T | null>,
): Promise<T | null> {
  const guess = { ...typed, ruc: short(typed.ruc), nameFolded: short(typed.nameFolded) };
  const names: [string, string] = [
    `address ${networkOf(guess.origin.address)}`,
    `account ${guess.ruc} ${guess.nameFolded}`,
  ];
  let refused: Limited = { until: guess.origin.now };
  const { admitted, end } = await inTurn(names, guess.origin.gone, async (others) => {
    const admission = await admitBeside(database, guess, others);
    if (isAdmitted(admission)) return admission;
    refused = admission;
    return null;
  });
  try {
    const result = await verify(admitted ?? refused);
    if (admitted)
      await (result === null ? settleFailure(database, guess) : takeBack(database, guess, admitted.counted));
    return result;
  } finally {
    end();
  }
}

/** Counts one point against an allowance. Says whether the count is within it. */
export async function consumeAllowance(
  database: Pick<Database, 'owner'>,
  allowance: Allowance,
  now: Date,
): Promise<Count> {
  return consume(database, { ...allowance, key: short(allowance.key) }, now);
}

/** Counts a guess that isn't verified until later. Says whether the count is within the limits of failures (T2). */
export async function countGuess(database: Database, subject: string, origin: Guess['origin']): Promise<boolean> {
  const { address, now } = origin;
  if (!(await consume(database, addressAllowance(address), now)).within) return false;
  return (await consume(database, accountAllowance(subject, address), now)).within;
}

/** Judges an answer, if its address hasn't failed too often. Right answers don't count (T2). */
export function guardedAnswer(
  database: Database,
  { address, now }: Guess['origin'],
  isRight: () => Promise<boolean>,
): Promise<'right' | 'wrong' | Limited> {
  return inOrder(`address ${networkOf(address)}`, async () => {
    const allowance = addressAllowance(address);
    const { within, until } = await consume(database, allowance, now);
    if (!within) return { until };
    if (!(await isRight())) return 'wrong';
    await giveBack(database, allowance);
    return 'right';
  });
}

/** Writes as much as an incident, for a failure that leaves none, so that the time doesn't show the difference (T3). */
export async function imitateIncident(
  { owner }: Database,
  { ruc, nameFolded }: Pick<Guess, 'ruc' | 'nameFolded'>,
): Promise<void> {
  await owner.transaction().execute((transaction) =>
    transaction
      .updateTable('sign_in_failures')
      .set({ name_folded: short(nameFolded) })
      .where('ruc', '=', short(ruc))
      .where('name_folded', '=', short(nameFolded))
      .execute(),
  );
}

// One that is refused while others are being verified, here or by another process, is tried again after their result.
async function admitBeside(database: Database, guess: Guess, others: Others): Promise<Admission | Limited> {
  for (let look = 1; ; look += 1) {
    const { admission, unsettled } = await admit(database, guess);
    if (isAdmitted(admission) || look === mostLooks) return admission;
    if (await others.settle()) continue;
    if (!unsettled) return admission;
    await wait(betweenLooks);
  }
}

// Together some five seconds, the longest time of a verification in a storm.
const mostLooks = 250;
const betweenLooks = 20;

type Admission = Admitted & { counted: Allowance[] };

// Counts no failure if a counter is past its limit or the account waits. While a known browser is within its own counter,
// its failures count everywhere, but nothing else refuses it (T5).
async function admit(database: Database, guess: Guess) {
  const { ruc, nameFolded, origin } = guess;
  const allowances = allowancesOf(guess);
  const counts = await Promise.all(allowances.map((allowance) => consume(database, allowance, origin.now)));
  const counted = allowances.filter((_, index) => counts[index]?.within);
  const [ofAddress, ofAccount, ofBrowser] = counts;
  const known = ofBrowser?.within === true;
  const passed = [ofAddress, ofAccount].flatMap((one) => (one && !one.within ? one.until.getTime() : []));
  const failure = { ruc, nameFolded, known, now: origin.now };
  const failures = passed.length === 0 || known ? await countFailure(database, failure) : null;
  if (failures) return { admission: { ...failures, counted }, unsettled: false };
  const [{ until, unsettled }] = await Promise.all([
    standing(database, failure),
    ...counted.map((allowance) => giveBack(database, allowance)),
  ]);
  if (passed.length > 0) return { admission: { until: new Date(Math.max(...passed)) }, unsettled };
  // Without a wait any more, the others have turned out right meanwhile.
  return { admission: { until: until ?? origin.now }, unsettled: unsettled || until === null };
}

// The failures come last, since guesses at other processes wait for them.
async function takeBack(database: Database, guess: Guess, counted: Allowance[]): Promise<void> {
  await Promise.all([
    ...counted.map((allowance) => giveBack(database, allowance)),
    ...browserAllowances(guess).map((allowance) => forget(database, allowance)),
  ]);
  await forgetFailures(database.owner, guess.ruc, guess.nameFolded);
}

function allowancesOf(guess: Guess): Allowance[] {
  return [...windowsOf(guess), ...browserAllowances(guess)];
}

function windowsOf({ ruc, nameFolded, origin: { address } }: Guess): Allowance[] {
  return [addressAllowance(address), accountAllowance(`${ruc} ${nameFolded}`, address)];
}

// Kept as long as its cookie, so that a stolen one gives no more tries later.
function browserAllowances({ origin: { browser } }: Guess): Allowance[] {
  const { failures: points, life } = knownBrowser;
  return browser === undefined ? [] : [{ key: `browser ${browser}`, points, seconds: life / 1_000 }];
}

function addressAllowance(address: string): Allowance {
  return { key: short(`failures ${networkOf(address)}`), points: failuresPerMinute.address, seconds: minute };
}

function accountAllowance(account: string, address: string): Allowance {
  const key = short(`failures ${networkOf(address)} ${account}`);
  return { key, points: failuresPerMinute.accountAndAddress, seconds: minute };
}

const minute = 60;
const longestKey = 200;

// A typed text may have any length; the names of existing accounts are shorter than this.
function short(text: string): string {
  return text.length <= longestKey ? text : createHash('sha256').update(text).digest('base64url');
}
