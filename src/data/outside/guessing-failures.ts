import { sql } from 'kysely';
import { failuresForgottenAfter, failuresUntilWait, longestWait, waitsAfter } from '../../domain/guessing.ts';
import type { Database } from '../database/database.ts';
import { statement } from '../database/statement.ts';

type Owner = Pick<Database, 'owner'>;
type Account = { ruc: string; nameFolded: string };

/** A failure to count at an account; known if it comes from a browser that the account's wait doesn't bind (T5). */
type Failure = Account & { known: boolean; now: Date };

/** The failures in a row at an account, and the number of them whose password is still being verified. */
type Failures = { failures: number; unverified: number };

/** Counts a failure in a row at an account before its password is verified. Gives null while the account waits (T1). */
export async function countFailure({ owner }: Owner, failure: Failure): Promise<Failures | null> {
  const [counted] = await insertFailure(owner, failure);
  return counted ?? null;
}

/** Notes that the password of a counted failure has been verified, and was wrong. */
export async function settleFailure({ owner }: Owner, account: Account): Promise<void> {
  await lessUnverified(owner, account);
}

/**
 * Gives the moment until which an account waits, if it does, and says whether one of its failures may still turn out to
 * be a right password, in any process. One whose process has ended over it is left out after ten seconds.
 */
export async function standing({ owner }: Owner, { ruc, nameFolded, now }: Failure): Promise<Standing> {
  const [found] = await findStanding(owner, { ruc, nameFolded, now });
  return found ?? { until: null, unsettled: false };
}

type Standing = { until: Date | null; unsettled: boolean };

const longestVerification = 10_000;
const longestHead = 60_000;

const milliseconds = (number: number) => sql.raw(`interval '${number} milliseconds'`);

// There is no wait below five failures and none beyond a quarter of an hour, whatever stands in the row: a guess may have
// begun before the one that was counted last.
const insertFailure = statement(({ ruc, nameFolded, known, now }: Failure) => {
  const forgotten = sql`f.last_at <= ${now}::timestamptz - ${milliseconds(failuresForgottenAfter)}`;
  const failures = sql<number>`case when ${forgotten} then 1 else f.failures + 1 end`;
  const waits = sql.raw(`(array[${waitsAfter.join()}])`);
  const wait = sql`${waits}[least(${failures}, ${sql.lit(waitsAfter.length)})] * interval '1 millisecond'`;
  // The guess counted last may have begun after this one; what is further ahead comes from a wrong clock.
  const latest = sql`greatest(${now}, least(f.last_at, ${now}::timestamptz + ${milliseconds(longestHead)}))`;
  const ended = sql`f.last_at <= ${now}::timestamptz - ${milliseconds(longestVerification)}`;
  return sql<Failures>`
    insert into sign_in_failures as f (ruc, name_folded, failures, unverified, last_at, waits_until)
    values (${ruc}, ${nameFolded}, 1, 1, ${now}, ${now})
    on conflict (ruc, name_folded) do update
       set failures = ${failures}, unverified = case when ${ended} then 1 else f.unverified + 1 end, last_at = ${now}, waits_until = ${now}::timestamptz + ${wait}
     where ${known} or f.failures < ${sql.lit(failuresUntilWait)} or f.waits_until <= ${now}
        or f.waits_until > ${latest} + ${milliseconds(longestWait)}
    returning failures, unverified`;
});

const lessUnverified = statement(
  ({ ruc, nameFolded }: Account) => sql<never>`
    update sign_in_failures set unverified = unverified - 1
     where ruc = ${ruc} and name_folded = ${nameFolded} and unverified > 0`,
);

const findStanding = statement(
  ({ ruc, nameFolded, now }: Account & { now: Date }) => sql<Standing>`
    select case when waits_until > ${now} then waits_until end as until,
           unverified > 0 and last_at > ${now}::timestamptz - ${milliseconds(longestVerification)} as unsettled
      from sign_in_failures where ruc = ${ruc} and name_folded = ${nameFolded}`,
);
