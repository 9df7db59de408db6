import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';

/** A limit of so many points within so many seconds; the key names its counter in the database. */
export type Allowance = { key: string; points: number; seconds: number };

/** The count against an allowance: whether it is within it, and when its window ends. */
export type Count = { within: boolean; until: Date };

type Owner = Pick<Database, 'owner'>;

/** Counts one point against an allowance, whose window begins with its first point. Counts none beyond it. */
export async function consume({ owner }: Owner, { key, points, seconds }: Allowance, now: Date): Promise<Count> {
  const end = now.getTime() + 1_000 * seconds;
  const [counted] = await countPoint(owner, { key, points, now: now.getTime(), end });
  if (counted) return { within: true, until: new Date(counted.expire) };
  const [full] = await findEnd(owner, { key });
  return { within: false, until: new Date(Math.min(full?.expire ?? now.getTime(), end)) };
}

/** Takes a point back. */
export async function giveBack({ owner }: Owner, { key }: Allowance): Promise<void> {
  await takePoint(owner, { key });
}

/** Takes all points back. */
export async function forget({ owner }: Owner, { key }: Allowance): Promise<void> {
  await deletePoints(owner, { key });
}

// A window ends no later than one that begins now, whatever stands in the row.
const countPoint = statement(
  ({ key, points, now, end }: { key: string; points: number; now: number; end: number }) => sql<{ expire: number }>`
    insert into throttling as t (key, points, expire) values (${key}, 1, ${end})
    on conflict (key) do update
       set points = case when t.expire <= ${now} then 1 else t.points + 1 end,
           expire = case when t.expire <= ${now} then ${end} else least(t.expire, ${end}) end
     where t.points < ${points} or t.expire <= ${now}
    returning expire`,
);

const findEnd = statement(({ key }: { key: string }) =>
  builder.selectFrom('throttling').select('expire').where('key', '=', key),
);

const takePoint = statement(
  ({ key }: { key: string }) => sql<never>`update throttling set points = points - 1 where key = ${key} and points > 0`,
);

const deletePoints = statement(({ key }: { key: string }) => builder.deleteFrom('throttling').where('key', '=', key));
