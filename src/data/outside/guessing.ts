import { createHash } from 'node:crypto';
import { CompiledQuery, sql } from 'kysely';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { failuresForgottenAfter, failuresPerMinute, failuresUntilWait, waitsAfter } from '../../domain/guessing.ts';
import type { Database } from '../database/database.ts';
import { statement } from '../database/statement.ts';
import { forgetFailures } from '../records/failures.ts';
import { hashesAtATime } from '../secrets/passwords.ts';

/** A guess at the secret of an account: the RUC and the folded user name as typed, and the client's address. */
type Guess = { ruc: string; nameFolded: string; address: string };

/**
 * The admission of a guess to one verification. The account's failures in a row include this guess, and those that are
 * just being verified beside it.
 */
export type Admitted = { failures: number; beside: number };

/**
 * Calls verify for a guess, with null instead of the admission if the address or the account has failed too often (T1,
 * T2). The guess counts as a failure before verify runs, so that parallel guesses get no more verifications than
 * sequential ones. Gives verify's result; one other than null takes the count back.
 *
 * Guesses of one address or account are admitted one at a time and verified two at a time, as many as hashes run. One
 * that is refused only because of those being verified waits for their result, since right ones don't count.
 */
export async function guardedGuess<T>(
  database: Database,
  typed: Guess,
  now: Date,
  verify: (admitted: Admitted | null) => Promise<T | null>,
): Promise<T | null> {
  const guess = { ...typed, ruc: short(typed.ruc), nameFolded: short(typed.nameFolded) };
  const [address, account] = [`address ${guess.address}`, `account ${guess.ruc} ${guess.nameFolded}`];
  const names = [address, account];
  const { admitted, end } = await inTurn(address, () =>
    inTurn(account, async () => {
      await Promise.all(names.map(awaitPlace));
      const beside = verifyingAt([account]).length;
      const counted = (await admit(database, guess, now)) ?? (await admitAfterOthers(database, guess, now, names));
      if (!counted) return { admitted: null, end: () => {} };
      return {
        admitted: { ...counted, beside: Math.min(beside, counted.failures - 1) },
        end: beginVerification(names),
      };
    }),
  );
  try {
    const result = await verify(admitted);
    if (admitted && result !== null) await takeBack(database, guess);
    return result;
  } finally {
    end();
  }
}

/** A limit of so many points within so many seconds; the key names its counter in the database. */
type Allowance = { key: string; points: number; seconds: number };

/** Counts one point against an allowance. Says whether the count is within it. */
export async function consumeAllowance(database: Pick<Database, 'owner'>, allowance: Allowance): Promise<boolean> {
  return openCounter(database, allowance).consume();
}

/** Counts a guess that isn't verified until later. Says whether the count is within the limits of failures (T2). */
export async function countGuess(database: Database, subject: string, address: string): Promise<boolean> {
  const perAccount = accountCounter(database, subject, address);
  return (await addressCounter(database, address).consume()) && perAccount.consume();
}

/** Says whether an answer is right; false if its address has failed too often. Right answers don't count (T2). */
export function guardedAnswer(database: Database, address: string, isRight: () => Promise<boolean>): Promise<boolean> {
  return inTurn(`address ${address}`, async () => {
    const counter = addressCounter(database, address);
    const right = (await counter.consume()) && (await isRight());
    if (right) await counter.giveBack();
    return right;
  });
}

/** Writes as much as an incident, for a failure that leaves none, so that the time doesn't show the difference (T3). */
export async function imitateIncident({ owner }: Database, { ruc, nameFolded }: Omit<Guess, 'address'>): Promise<void> {
  await owner.transaction().execute((transaction) =>
    transaction
      .updateTable('sign_in_failures')
      .set({ name_folded: short(nameFolded) })
      .where('ruc', '=', short(ruc))
      .where('name_folded', '=', short(nameFolded))
      .execute(),
  );
}

// Gives null without counting a failure if a counter is past its limit or the account waits.
async function admit(database: Database, guess: Guess, now: Date): Promise<Pick<Admitted, 'failures'> | null> {
  const within = await Promise.all(countersOf(database, guess).map((counter) => counter.consume()));
  return within.every(Boolean) ? countFailure(database, guess, now) : null;
}

// The counts of right guesses that are being verified may be what refuses this one.
async function admitAfterOthers(database: Database, guess: Guess, now: Date, names: string[]) {
  const others = verifyingAt(names);
  if (others.length === 0) return null;
  await Promise.all([...others, ...countersOf(database, guess).map((counter) => counter.giveBack())]);
  return admit(database, guess, now);
}

async function countFailure({ owner }: Database, { ruc, nameFolded }: Guess, now: Date) {
  const forgotten = new Date(now.getTime() - failuresForgottenAfter);
  const [counted] = await insertFailure(owner, { ruc, nameFolded, now, forgotten });
  return counted ?? null;
}

type Failure = { ruc: string; nameFolded: string; now: Date; forgotten: Date };

// Counts nothing while the account waits. A guess may have begun before the one that was counted last, whose moment
// stands as the end of a wait of no length.
const insertFailure = statement(({ ruc, nameFolded, now, forgotten }: Failure) => {
  const failures = sql<number>`case when f.last_at <= ${forgotten} then 1 else f.failures + 1 end`;
  const waits = sql.raw(`(array[${waitsAfter.join()}])`);
  const wait = sql`${waits}[least(${failures}, ${sql.lit(waitsAfter.length)})] * interval '1 millisecond'`;
  return sql<Pick<Admitted, 'failures'>>`
    insert into sign_in_failures as f (ruc, name_folded, failures, last_at, waits_until)
    values (${ruc}, ${nameFolded}, 1, ${now}, ${now})
    on conflict (ruc, name_folded) do update
       set failures = ${failures}, last_at = ${now}, waits_until = ${now}::timestamptz + ${wait}
     where f.waits_until <= ${now} or f.failures < ${sql.lit(failuresUntilWait)}
    returning failures`;
});

async function takeBack(database: Database, guess: Guess): Promise<void> {
  await Promise.all([
    ...countersOf(database, guess).map((counter) => counter.giveBack()),
    forgetFailures(database.owner, guess.ruc, guess.nameFolded),
  ]);
}

function countersOf(database: Database, { ruc, nameFolded, address }: Guess): Counter[] {
  return [addressCounter(database, address), accountCounter(database, `${ruc} ${nameFolded}`, address)];
}

function addressCounter(database: Database, address: string): Counter {
  return openCounter(database, { key: `failures ${address}`, points: failuresPerMinute.address, seconds: minute });
}

function accountCounter(database: Database, account: string, address: string): Counter {
  const key = `failures ${address} ${account}`;
  return openCounter(database, { key, points: failuresPerMinute.accountAndAddress, seconds: minute });
}

const minute = 60;

/** Counts against an allowance. */
type Counter = { consume(): Promise<boolean>; giveBack(): Promise<unknown> };

function openCounter({ owner }: Pick<Database, 'owner'>, allowance: Allowance): Counter {
  const limiter = new RateLimiterPostgres({
    storeClient: {
      query: ({ text, values }: { text: string; values: unknown[] }) =>
        owner.executeQuery(CompiledQuery.raw(text, values)),
    },
    storeType: 'client',
    tableName: 'throttling',
    tableCreated: true,
    // The sweep deletes expired rows; the library would set a timer for each limiter and never clear it.
    clearExpiredByTimeout: false,
    keyPrefix: '',
    points: allowance.points,
    duration: allowance.seconds,
  });
  const key = short(allowance.key);
  return {
    consume: () =>
      limiter.consume(key).then(
        () => true,
        (refusal: unknown) => {
          if (refusal instanceof RateLimiterRes) return false;
          throw refusal;
        },
      ),
    giveBack: () => limiter.reward(key),
  };
}

const longestKey = 200;

// A typed text may have any length; the names of existing accounts are shorter than this.
function short(text: string): string {
  return text.length <= longestKey ? text : createHash('sha256').update(text).digest('base64url');
}

// The guesses that are being verified, by address and by account; each settles once its result is stored.
const verifying = new Map<string, Set<Promise<void>>>();

function verifyingAt(names: string[]): Promise<void>[] {
  return names.flatMap((name) => [...(verifying.get(name) ?? [])]);
}

// Waits until fewer guesses are being verified than hashes run at a time.
async function awaitPlace(name: string): Promise<void> {
  while (verifyingAt([name]).length >= hashesAtATime) await Promise.race(verifyingAt([name]));
}

// Gives the function that ends the verification.
function beginVerification(names: string[]): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const name of names) verifying.set(name, (verifying.get(name) ?? new Set()).add(promise));
  return () => {
    for (const name of names) {
      verifying.get(name)?.delete(promise);
      if (verifying.get(name)?.size === 0) verifying.delete(name);
    }
    resolve();
  };
}

const turns = new Map<string, Promise<unknown>>();

// Runs work after all earlier work of the same name.
async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(name) ?? Promise.resolve();
  const own = before.then(work, work);
  turns.set(name, own);
  try {
    return await own;
  } finally {
    if (turns.get(name) === own) turns.delete(name);
  }
}
