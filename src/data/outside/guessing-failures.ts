import { sql } from 'kysely';
import { failuresForgottenAfter, failuresUntilWait, longestWait, waitsAfter } from '../../domain/guessing.ts';
import type { Database } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';

type Owner = Pick<Database, 'owner'>;
type Account = { ruc: string; nameFolded: string };

/** A failure to count at an account; known if it comes from a browser that the account's wait doesn't bind (T5). */
type Failure = Account & { known: boolean; now: Date };

/** Counts a failure in a row at an account; gives their number, or null while the account waits (T1). */
export async function countFailure({ owner }: Owner, failure: Failure): Promise<{ failures: number } | null> {
  const [counted] = await insertFailure(owner, failure);
  return counted ?? null;
}

/** Gives the moment until which an account waits. */
export async function waitsUntil({ owner }: Owner, { ruc, nameFolded, now }: Failure): Promise<Date> {
  const [waiting] = await findWait(owner, { ruc, nameFolded });
  return waiting?.waits_until ?? now;
}

const milliseconds = (number: number) => sql.raw(`interval '${number} milliseconds'`);

// There is no wait below five failures and none beyond a quarter of an hour, whatever stands in the row: a guess may have
// begun before the one that was counted last.
const insertFailure = statement(({ ruc, nameFolded, known, now }: Failure) => {
  const forgotten = sql`f.last_at <= ${now}::timestamptz - ${milliseconds(failuresForgottenAfter)}`;
  const failures = sql<number>`case when ${forgotten} then 1 else f.failures + 1 end`;
  const waits = sql.raw(`(array[${waitsAfter.join()}])`);
  const wait = sql`${waits}[least(${failures}, ${sql.lit(waitsAfter.length)})] * interval '1 millisecond'`;
  return sql<{ failures: number }>`
    insert into sign_in_failures as f (ruc, name_folded, failures, last_at, waits_until)
    values (${ruc}, ${nameFolded}, 1, ${now}, ${now})
    on conflict (ruc, name_folded) do update
       set failures = ${failures}, last_at = ${now}, waits_until = ${now}::timestamptz + ${wait}
     where ${known} or f.failures < ${sql.lit(failuresUntilWait)} or f.waits_until <= ${now}
        or f.waits_until > ${now}::timestamptz + ${milliseconds(longestWait)}
    returning failures`;
});

const findWait = statement(({ ruc, nameFolded }: Account) =>
  builder
    .selectFrom('sign_in_failures')
    .select('waits_until')
    .where('ruc', '=', ruc)
    .where('name_folded', '=', nameFolded),
);
