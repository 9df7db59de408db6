import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Database, Last, Scope } from '../../src/data/database/database.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';

// The embedded database always has one.
const connections = inject('stageOn') === 'server' ? 2 : 1;

describe('A scope', () => {
  let stage: Stage;
  let database: Database;
  let rucs: [string, string];

  beforeAll(async () => {
    stage = await openStage(connections);
    database = stage.database;
    rucs = [stage.quito.ruc, stage.cuenca.ruc];
  });
  afterAll(() => stage?.close());

  const contacts = () => database.owner.selectFrom('contacts').select('ruc');
  // Makes a statement with another answer for each RUC, or with a divisor of 0 an error.
  const own = (divisor = 1) =>
    sql`select distinct ruc, current_setting('soce.ruc') as set, current_user::text as role, 1 / ${divisor}::int as one
          from contacts`;
  const mine = (ruc: string) => [{ ruc, set: ruc, role: 'soce_app', one: 1 }];

  test('reads the rows of its RUC among 100 simultaneous scopes, with one statement or several', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, turn) => {
        const ruc = rucs[turn % 2] ?? '';
        const rows = turn % 3 === 0 ? await inWork(ruc, own()) : await database.readInScope(ruc, asked(own()));
        return { asked: ruc, rows };
      }),
    );
    expect(answers).toEqual(answers.map(({ asked }) => ({ asked, rows: mine(asked) })));
    await isOwnerAgain();
  });

  test('is not disturbed by failures in simultaneous scopes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_, turn) => {
        const ruc = rucs[turn % 2] ?? '';
        const divisor = turn % 3 === 0 ? 0 : 1;
        const read = turn % 5 === 0 ? inWork(ruc, own(divisor)) : database.readInScope(ruc, asked(own(divisor)));
        return read.catch((error) => `${ruc} ${error.code}`);
      }),
    );
    const expected = answers.map((_, turn) => {
      const ruc = rucs[turn % 2] ?? '';
      return turn % 3 === 0 ? `${ruc} 22012` : mine(ruc);
    });
    expect(answers).toEqual(expected);
    await isOwnerAgain();
  });

  test.for<[what: string, work: (scope: Scope, last: Last, failing: Promise<unknown>) => Promise<unknown>]>([
    ['a statement', (scope, _, failing) => Promise.all([failing, own().execute(scope)])],
    ['the commit', (_, last, failing) => last(failing)],
  ])('fails with the error of the statement that failed, not of %s that was sent behind it', async ([, work]) => {
    // The error has a longer way through the program than what comes behind it.
    const failing = async (scope: Scope) => (async () => (async () => await own(0).execute(scope))())();
    const failed = database.inScope(rucs[0], (scope, last) => work(scope, last, failing(scope)));
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    await isOwnerAgain();
  });

  test('leaves the connection clean after each statement with an error', async () => {
    const wrong = sql<never>`select nothing_of_the_kind from contacts`;
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(database.readInScope(rucs[0], asked(wrong))).rejects.toMatchObject({ code: '42703' });
    }
    await isOwnerAgain();
  });

  test('leaves the connection clean after an invalid value', async () => {
    const cast = (text: string) => sql<{ day: string }>`select ${text}::date::text as day`;
    await expect(database.readInScope(rucs[0], asked(cast('2022-02-31')))).rejects.toMatchObject({ code: '22008' });
    expect(await database.readInScope(rucs[1], asked(cast('2022-02-28')))).toEqual([{ day: '2022-02-28' }]);
    await isOwnerAgain();
  });

  test('undoes the changes of a work that throws', async () => {
    const before = await contacts().execute();
    const work = database.inScope(rucs[0], async (scope) => {
      await scope.deleteFrom('sessions').execute();
      await scope.updateTable('contacts').set({ position: 'Otro' }).execute();
      throw new RangeError('in the middle');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(await contacts().execute()).toEqual(before);
    const positions = database.owner.selectFrom('contacts').select('position').distinct();
    expect(await positions.execute()).toEqual([{ position: 'Analista' }]);
    await isOwnerAgain();
  });

  test('undoes the changes of a work that ignores the error of a statement', async () => {
    const work = database.inScope(rucs[0], async (scope) => {
      await scope.updateTable('contacts').set({ position: 'Otro' }).execute();
      await sql`select 1 / 0`.execute(scope).catch(() => {});
    });
    await expect(work).rejects.toThrow();
    const positions = database.owner.selectFrom('contacts').select('position').distinct();
    expect(await positions.execute()).toEqual([{ position: 'Analista' }]);
    await isOwnerAgain();
  });

  test.for(['', '1', "1769999930001' or '1'='1", '17699999300012'])('of the RUC %j has no rows', async (ruc) => {
    const read = await database.readInScope(ruc, contacts().compile()).catch(refused);
    const worked = await database
      .inScope(ruc, (scope) => scope.selectFrom('contacts').select('ruc').execute())
      .catch(refused);
    expect([read, worked]).toEqual([[], []]);
    await isOwnerAgain();
  });

  function inWork(ruc: string, query: RawBuilder<unknown>): Promise<unknown[]> {
    return database.inScope(ruc, async (scope) => (await query.execute(scope)).rows);
  }

  function asked<Row>(query: RawBuilder<Row>): CompiledQuery<Row> {
    return query.compile(database.owner);
  }

  // Checks every connection of the pool: it has the owner's role, no RUC and no open transaction, whose clock would
  // stand still.
  async function isOwnerAgain(): Promise<void> {
    const state = sql<Left>`select session_user = current_user as owner, current_setting('soce.ruc', true) as ruc,
      pg_backend_pid() as pid, now()::text as hour, pg_sleep(0.05)::text as slept`;
    const left = await Promise.all(
      Array.from({ length: connections }, () =>
        database.owner.connection().execute(async (one) => {
          const [first, second] = [await state.execute(one), await state.execute(one)].map(({ rows }) => rows[0]);
          return { ...first, ruc: first?.ruc ?? '', within: first?.hour === second?.hour };
        }),
      ),
    );
    const clean = { owner: true, ruc: '', within: false };
    expect(left).toEqual(Array(connections).fill(expect.objectContaining(clean)));
    expect(new Set(left.map(({ pid }) => pid)).size).toBe(connections);
  }
});

type Left = { owner: boolean; ruc: string | null; pid: number; hour: string };

function refused(error: Error): [] {
  if (/RUC/.test(error.message)) return [];
  throw error;
}
