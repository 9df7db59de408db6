import { createHash } from 'node:crypto';
import { CompiledQuery, sql } from 'kysely';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { failuresForgottenAfter, failuresPerMinute, waitAfter } from '../../domain/guessing.ts';
import type { Database } from '../database/database.ts';
import { forgetFailures } from '../records/failures.ts';

/** Whose secret is guessed, by RUC and folded user name, and from where. */
export type Guess = { ruc: string; nameFolded: string; address: string };

/** A guess that may be verified; how many failures in a row stand at the account, this one counted. */
export type Admitted = { failures: number };

/**
 * Lets a guess at a secret be verified, unless its address or its account has failed too often (T1, T2). It is counted
 * as a failure before the secret is looked at, so that guesses side by side get no more verifications than one after
 * the other, and the count is taken back from who was right. Gives what verify gives for the right secret, or null.
 */
export async function guarded<T>(
  database: Database,
  typed: Guess,
  now: Date,
  verify: (admitted: Admitted | null) => Promise<T | null>,
): Promise<T | null> {
  const guess = { ...typed, ruc: short(typed.ruc), nameFolded: short(typed.nameFolded) };
  const { address, ruc, nameFolded } = guess;
  // One guess at a time from an address and at an account: else those who are right side by side would count as failures.
  return inTurn(`address ${address}`, () =>
    inTurn(`account ${ruc} ${nameFolded}`, async () => {
      const admitted = await admit(database, guess, now);
      const result = await verify(admitted);
      if (admitted && result !== null) await takeBack(database, guess);
      return result;
    }),
  );
}

/** A number of times that something may happen within so many seconds; the key names it among all that is counted. */
export type Allowance = { key: string; points: number; seconds: number };

/** Counts one against an allowance, and says whether it is within it. */
export async function consumeAllowance(database: Pick<Database, 'owner'>, allowance: Allowance): Promise<boolean> {
  return countedWindow(database, allowance).consume();
}

/** Counts a guess at something that isn't verified before the answer, and says whether it is within the limits (T2). */
export async function countGuess(database: Database, what: string, address: string): Promise<boolean> {
  const perAccount = accountWindow(database, what, address);
  return (await addressWindow(database, address).consume()) && perAccount.consume();
}

/** Lets an answer be looked at, unless its address has failed too often; only wrong ones count (T2). */
export function guardedAnswer(database: Database, address: string, isRight: () => Promise<boolean>): Promise<boolean> {
  return inTurn(`address ${address}`, async () => {
    const window = addressWindow(database, address);
    const right = (await window.consume()) && (await isRight());
    if (right) await window.giveBack();
    return right;
  });
}

/** As much writing as a noted failure takes, for one that isn't noted: else its absence would show in the time (T3). */
export async function asIfNoted({ owner }: Database, { ruc, nameFolded }: Omit<Guess, 'address'>): Promise<void> {
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
  for (const window of windowsOf(database, guess)) {
    if (!(await window.consume())) return null;
  }
  return countFailure(database, guess, now);
}

// While the account waits nothing is counted and no row comes back.
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
  for (const window of windowsOf(database, guess)) await window.giveBack();
  await forgetFailures(database.owner, guess.ruc, guess.nameFolded);
}

function windowsOf(database: Database, { ruc, nameFolded, address }: Guess): Window[] {
  return [addressWindow(database, address), accountWindow(database, `${ruc} ${nameFolded}`, address)];
}

function addressWindow(database: Database, address: string): Window {
  return countedWindow(database, { key: `failures ${address}`, points: failuresPerMinute.address, seconds: minute });
}

function accountWindow(database: Database, account: string, address: string): Window {
  const key = `failures ${address} ${account}`;
  return countedWindow(database, { key, points: failuresPerMinute.accountAndAddress, seconds: minute });
}

const minute = 60;

/** The counter of an allowance. */
type Window = { consume(): Promise<boolean>; giveBack(): Promise<unknown> };

function countedWindow({ owner }: Pick<Database, 'owner'>, allowance: Allowance): Window {
  const limiter = new RateLimiterPostgres({
    storeClient: {
      query: ({ text, values }: { text: string; values: unknown[] }) =>
        owner.executeQuery(CompiledQuery.raw(text, values)),
    },
    storeType: 'client',
    tableName: 'throttling',
    tableCreated: true,
    // The sweep does that; each limiter would set a timer of its own, which never ends.
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

// What somebody typed may be of any length; no account is called by more than this.
function short(text: string): string {
  return text.length <= longestKey ? text : createHash('sha256').update(text).digest('base64url');
}

const turns = new Map<string, Promise<unknown>>();

// Those who wait stand in one line a name, in the order in which they came.
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
