import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { type FreshDatabase, freshDatabase, freshEmbedded } from '../support/server/database.ts';
import { failingOn } from '../support/server/failing-on.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';

const connections = 2;

describe.each([
  { kind: 'server', open: () => freshDatabase({ poolSize: connections }) },
  { kind: 'embedded', open: freshEmbedded },
])('a scope on the $kind database', ({ kind, open }) => {
  let stage: Stage;
  let database: Database;
  let rucs: [string, string];

  beforeAll(async () => {
    stage = await openStage(await open());
    database = stage.database;
    rucs = [stage.quito.ruc, stage.cuenca.ruc];
  });
  afterAll(() => stage?.close());

  const contacts = () => database.owner.selectFrom('contacts').select('ruc');
  // A statement of which each RUC gets its own answer, or with a divisor of 0 its own failure.
  const own = (divisor = 1) =>
    sql`select distinct ruc, current_setting('soce.ruc') as set, current_user::text as role, 1 / ${divisor}::int as one
          from contacts`;
  const mine = (ruc: string) => [{ ruc, set: ruc, role: 'soce_app', one: 1 }];

  test('reads its own rows in one statement or in several, whoever else reads', async () => {
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

  test('goes on after failures of its neighbours, each of which gets its own', async () => {
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

  test('leaves nothing behind when a statement can’t be understood, and says so each time', async () => {
    const wrong = sql<never>`select nothing_of_the_kind from contacts`;
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(database.readInScope(rucs[0], asked(wrong))).rejects.toMatchObject({ code: '42703' });
    }
    await isOwnerAgain();
  });

  test('leaves nothing behind when a value can’t be taken', async () => {
    const cast = (text: string) => sql<{ day: string }>`select ${text}::date::text as day`;
    await expect(database.readInScope(rucs[0], asked(cast('2022-02-31')))).rejects.toMatchObject({ code: '22008' });
    expect(await database.readInScope(rucs[1], asked(cast('2022-02-28')))).toEqual([{ day: '2022-02-28' }]);
    await isOwnerAgain();
  });

  test('takes back what its work wrote before it threw', async () => {
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

  test('does not keep half of a work that swallowed a failure', async () => {
    const work = database.inScope(rucs[0], async (scope) => {
      await scope.updateTable('contacts').set({ position: 'Otro' }).execute();
      await sql`select 1 / 0`.execute(scope).catch(() => {});
    });
    await expect(work).rejects.toThrow();
    const positions = database.owner.selectFrom('contacts').select('position').distinct();
    expect(await positions.execute()).toEqual([{ position: 'Analista' }]);
    await isOwnerAgain();
  });

  test.for(['', '1', "1769999930001' or '1'='1", '17699999300012'])('of the RUC %j holds nothing', async (ruc) => {
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

  // On every connection of the pool at once: the owner's role, no RUC, no transaction left open (its hour would stand still).
  async function isOwnerAgain(): Promise<void> {
    const state = sql<Left>`select session_user = current_user as owner, current_setting('soce.ruc', true) as ruc,
      pg_backend_pid() as pid, now()::text as hour, pg_sleep(0.05)::text as slept`;
    const count = kind === 'server' ? connections : 1;
    const left = await Promise.all(
      Array.from({ length: count }, () =>
        database.owner.connection().execute(async (one) => {
          const [first, second] = [await state.execute(one), await state.execute(one)].map(({ rows }) => rows[0]);
          return { ...first, ruc: first?.ruc ?? '', within: first?.hour === second?.hour };
        }),
      ),
    );
    const clean = { owner: true, ruc: '', within: false };
    expect(left).toEqual(Array(count).fill(expect.objectContaining(clean)));
    expect(new Set(left.map(({ pid }) => pid)).size).toBe(count);
  }
});

type Left = { owner: boolean; ruc: string | null; pid: number; hour: string };

describe('two entities over a pool of two connections', () => {
  let stage: Stage;
  let database: FreshDatabase;

  beforeAll(async () => {
    database = await freshDatabase({ poolSize: connections });
    stage = await openStage(database);
  });
  afterAll(() => stage?.close());

  test('never mix in 200 interleaved requests, some of which fail in the middle of a scope', {
    timeout: 60_000,
  }, async () => {
    const { quito, cuenca } = stage;
    const [atQuito, atCuenca] = await Promise.all(
      [quito, cuenca].map(({ administrator }) => stage.signedIn(administrator)),
    );
    if (!atQuito || !atCuenca) throw new Error('Both sign in.');
    const people = [
      {
        visitor: atQuito,
        name: quito.name,
        ruc: quito.ruc,
        own: 'Ñacato Diana',
        foreign: /Crespo|Cuenca|Ensayo|0969999920001|admincuenca/,
      },
      {
        visitor: atCuenca,
        name: cuenca.name,
        ruc: cuenca.ruc,
        own: 'Crespo Carla',
        foreign: /Ñacato|Brito|Ochoa|Vera|Prueba|1769999930001|adminquito/,
      },
    ];
    const paths = ['/administracion/contactos', '/administracion/usuarios', '/administracion/usuarios?buscar=d'];
    // A deletion fails in the database, after the scope has written.
    const answers = await failingOn(database, 'delete', 'contacts', () =>
      Promise.all(
        Array.from({ length: 200 }, async (_, turn) => {
          const person = people[turn % 2] as (typeof people)[number];
          if (turn % 10 === 4) {
            const path = `/administracion/contactos/${stage.futureContact}/eliminar`;
            const page = await person.visitor.post(path, { _token: person.visitor.token });
            return { status: page.status, faults: person.foreign.test(page.text) };
          }
          const page = await person.visitor.get(paths[turn % 3] ?? '/');
          const its = page.text.includes(`Entidad: ${person.name}`) && page.text.includes(person.own);
          return { status: page.status, faults: !its || person.foreign.test(page.text) };
        }),
      ),
    );
    expect(answers).toEqual(answers.map((_, turn) => ({ status: turn % 10 === 4 ? 500 : 200, faults: false })));
    const roles = await sql<{ owner: boolean }>`select session_user = current_user as owner`.execute(database.owner);
    expect(roles.rows).toEqual([{ owner: true }]);
  });
});

function refused(error: Error): [] {
  if (/RUC/.test(error.message)) return [];
  throw error;
}
