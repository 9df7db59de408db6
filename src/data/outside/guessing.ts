import { createHash } from 'node:crypto';
import { CompiledQuery, sql } from 'kysely';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { failuresForgottenAfter, failuresPerMinute, waitAfter } from '../../domain/guessing.ts';
import type { Database } from '../database/database.ts';
import { forgetFailures } from '../records/failures.ts';

/** A guess at the secret of an account: the RUC and the folded user name as typed, and the client's address. */
type Guess = { ruc: string; nameFolded: string; address: string };

/** The admission of a guess to one verification. The account's failures in a row include this guess. */
export type Admitted = { failures: number };

/**
 * Calls verify for a guess, with null instead of the admission if the address or the account has failed too often (T1,
 * T2). The guess counts as a failure before verify runs, so that parallel guesses get no more verifications than
 * sequential ones. Gives verify's result; one other than null takes the count back.
 */
export async function guardedGuess<T>(
  database: Database,
  typed: Guess,
  now: Date,
  verify: (admitted: Admitted | null) => Promise<T | null>,
): Promise<T | null> {
  const guess = { ...typed, ruc: short(typed.ruc), nameFolded: short(typed.nameFolded) };
  const { address, ruc, nameFolded } = guess;
  // One guess at a time for each address and account: right guesses in parallel would otherwise count as failures.
  return inTurn(`address ${address}`, () =>
    inTurn(`account ${ruc} ${nameFolded}`, async () => {
      const admitted = await admit(database, guess, now);
      const result = await verify(admitted);
      if (admitted && result !== null) await takeBack(database, guess);
      return result;
    }),
  );
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

async function admit(database: Database, guess: Guess, now: Date): Promise<Admitted | null> {
  for (const counter of countersOf(database, guess)) {
    if (!(await counter.consume())) return null;
  }
  return countFailure(database, guess, now);
}

// Gives null without counting while the account waits.
async function countFailure({ owner }: Database, { ruc, nameFolded }: Guess, now: Date): Promise<Admitted | null> {
  return owner.transaction().execute(async (transaction) => {
    const forgotten = new Date(now.getTime() - failuresForgottenAfter);
    const { rows } = await sql<Admitted>`
      insert into sign_in_failures as f (ruc, name_folded, failures, last_at, waits_until)
      values (${ruc}, ${nameFolded}, 1, ${now}, ${now})
      on conflict (ruc, name_folded) do update
         set failures = case when f.last_at <= ${forgotten} then 1 else f.failures + 1 end, last_at = ${now}
       where f.waits_until <= ${now}
      returning failures`.execute(transaction);
    const admitted = rows[0];
    if (!admitted) return null;
    const waitsUntil = new Date(now.getTime() + waitAfter(admitted.failures));
    await transaction
      .updateTable('sign_in_failures')
      .set({ waits_until: waitsUntil })
      .where('ruc', '=', ruc)
      .where('name_folded', '=', nameFolded)
      .execute();
    return admitted;
  });
}

async function takeBack(database: Database, guess: Guess): Promise<void> {
  for (const counter of countersOf(database, guess)) await counter.giveBack();
  await forgetFailures(database.owner, guess.ruc, guess.nameFolded);
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
