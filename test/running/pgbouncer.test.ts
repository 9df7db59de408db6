import { sql } from 'kysely';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServer } from '../../src/data/database/server.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { hasPgBouncer, type PgBouncer, startPgBouncer } from '../support/server/pgbouncer.ts';
import { refusedStart, startProduct } from '../support/server/product.ts';
import { administratorAt, key, registerMunicipality } from './municipality.ts';

const ignoring = ['ignore_startup_parameters = options,statement_timeout,idle_in_transaction_session_timeout'];
// More than there are connections, and few enough for none to wait five seconds for one (R5).
const atOnce = pLimit(24);
const rucs = ['1769999930001', '0969999920001'];

// No package of npm brings PgBouncer, so these run where the machine has it.
describe.skipIf(!hasPgBouncer)('Behind PgBouncer', () => {
  let database: FreshDatabase;
  const poolers: PgBouncer[] = [];
  beforeAll(async () => {
    database = await freshDatabase();
    await registerMunicipality(database);
    await sql`insert into entities values ('0969999920001', 'Otro', false, now())`.execute(database.owner);
  });
  afterAll(async () => {
    for (const pooler of poolers) await pooler.end();
    await database?.close();
  });
  const behind = async (...given: Parameters<typeof startPgBouncer> extends [string, ...infer Rest] ? Rest : never) => {
    const pooler = await startPgBouncer(database.url, ...given);
    poolers.push(pooler);
    return pooler.url;
  };

  test.for(['session', 'transaction'] as const)(
    'in %s mode with pgbouncer=true the product works',
    {
      timeout: 90_000,
    },
    async (mode) => {
      const url = `${await behind(mode)}?pgbouncer=true`;
      const product = await startProduct({ DATABASE_URL: url, SOCE_KEY: key });
      const administrator = await administratorAt(product);
      const pages = await Promise.all(
        Array.from({ length: 60 }, () => atOnce(() => administrator.get('/administracion/contactos'))),
      );
      expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]));
      expect(product.output()).not.toContain('"level":50');
      product.kill('SIGTERM');
      expect((await product.ended).code).toBe(0);
    },
  );

  test.for(['session', 'transaction'] as const)(
    'in %s mode without it the start names the remedy',
    {
      timeout: 60_000,
    },
    async (mode) => {
      for (const settings of [[], ignoring]) {
        const { code, output } = await refusedStart({ DATABASE_URL: await behind(mode, settings), SOCE_KEY: key });
        expect(output).toMatch(/^[^\n]+ añada \?pgbouncer=true a DATABASE_URL\.\n$/);
        expect(code).toBe(1);
      }
    },
  );

  test('a statement outside a scope has its limit too (R5)', { timeout: 60_000 }, async () => {
    const pooled = openServer(`${await behind('transaction')}?pgbouncer=true`, { statementTimeout: 500 });
    await expect(sql`select pg_sleep(${5}::int)`.execute(pooled.owner)).rejects.toThrow('timeout');
    const works = () =>
      sql`select pg_sleep(${0}::int)`.execute(pooled.owner).then(
        () => true,
        () => false,
      );
    await expect.poll(works).toBe(true);
    await pooled.close();
  });

  test('two entities interleaved over two connections never see rows of the other, even without a filter', {
    timeout: 60_000,
  }, async () => {
    const pooled = openServer(`${await behind('transaction')}?pgbouncer=true`, { poolSize: 8 });
    const seen = await Promise.all(
      Array.from({ length: 400 }, (_, at) =>
        atOnce(async () => {
          const ruc = rucs[at % 2] ?? '';
          const everything = pooled.owner.selectFrom('entities').select('ruc').compile();
          const rows =
            at % 4 < 2
              ? await pooled.readInScope(ruc, everything)
              : await pooled.inScope(ruc, (scope) => scope.selectFrom('entities').select('ruc').execute());
          // The owner's statements run between the scopes, on the same connections, and keep the owner's role.
          const [owner] = (await sql<{ name: string }>`select current_user::text as name`.execute(pooled.owner)).rows;
          return { right: rows.length === 1 && rows[0]?.ruc === ruc, owner: owner?.name };
        }),
      ),
    );
    await pooled.close();
    expect(seen.filter(({ right }) => !right)).toEqual([]);
    expect(new Set(seen.map(({ owner }) => owner))).toEqual(new Set([new URL(database.url).username]));
  });
});
