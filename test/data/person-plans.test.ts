import { type CompiledQuery, type KyselyPlugin, PostgresQueryCompiler, type RootOperationNode, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database, Last, Scope } from '../../src/data/database/database.ts';
import type { Entity } from '../../src/data/entity/entity.ts';
import { defaultListing, userSorts } from '../../src/domain/listing.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { execute } from '../support/server/postgres.ts';
import { scopeOf } from '../support/stage/cast.ts';
import { addEntities, large } from '../support/stage/crowd.ts';

// Beside the large entity stand so many of 50 people that the planner takes every entity for one of that size.
const few = { contacts: 50, users: 25, incidents: 5 };
const planModes = ['force_custom_plan', 'force_generic_plan'] as const;

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await addEntities(database.owner, 0, 0, large);
  await addEntities(database.owner, 1, 300, few);
  await sql`insert into sessions (ruc, id, user_id, temporary, created_at, last_seen_at, expires_at, address, user_agent)
    select ruc, 'session of ' || id, id, false, now(), now(), now() + interval '1 day', '127.0.0.1', ''
    from users where ruc = ${large.ruc} order by id limit 10`.execute(database.owner);
  await execute(database.url, ['set synchronous_commit = on', 'select pg_current_xact_id()', 'vacuum analyze']);
});
afterAll(() => database?.close());

const listing = defaultListing(userSorts);

// What a person does with one contact or one user.
const verbs: Record<string, (entity: Entity, id: { contact: number; user: number }) => Promise<unknown>> = {
  'opens a contact': ({ contacts }, { contact }) => contacts.find(contact),
  'saves a contact': async ({ contacts }, { contact }) => {
    const { version, ...data } = (await contacts.find(contact)).contact;
    return contacts.edit(contact, version, { ...data, position: `${data.position} II` });
  },
  'deactivates a user': ({ users }, { user }) => users.deactivate(user, listing),
  'activates a user': ({ users }, { user }) => users.activate(user, listing),
  'opens a profile': ({ profiles }, { user }) => profiles.find(user),
  'opens a budget': ({ budgets }, { user }) => budgets.find(user),
  'saves a profile': async ({ profiles }, { user }) =>
    profiles.set(user, (await profiles.find(user)).held, ['ENTIDAD-DATOS GENERALES', 'PAC']),
  'saves a budget': ({ budgets }, { user }) => budgets.set(user, 1, { limit: '1500.50', active: true }),
  'reviews what a change of chosen contacts does': ({ bulkChanges }, { contact }) =>
    bulkChanges.contacts.review('inactivo', [contact, 5], null),
  'reviews what a change of chosen users does': ({ bulkChanges }, { user }) =>
    bulkChanges.users.review('desactivar', [user, 5], null),
  'opens the sessions of a user': ({ sessions }, { user }) => sessions.find(user),
};

test.each(Object.keys(verbs))('%s without reading the other people of a large entity', async (name) => {
  const { ruc } = large;
  const user = await database.owner
    .selectFrom('users')
    .select(['id', 'contact_id'])
    .where('ruc', '=', ruc)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  const sent: CompiledQuery[] = [];
  const administrator = { ruc, userName: '', password: '', id: 0, contactId: 0, email: '' };
  const entity = scopeOf(recording(database, sent), { ruc, name: '', administrator }, new Date());
  await verbs[name]?.(entity, { contact: user.contact_id, user: user.id });
  expect(sent.length).toBeGreaterThan(0);
  for (const statement of sent) {
    for (const mode of planModes) {
      expect(await discarded(statement, mode), `${mode}: ${statement.sql}`).toBeLessThanOrEqual(50);
    }
  }
});

// What a change of the chosen does with each of them, here one that was changed since and is left out. It stores its lines
// once, so that its statements can't be run again by themselves.
const bulkVerbs: typeof verbs = {
  'changes a chosen contact': ({ bulkChanges }, { contact }) =>
    bulkChanges.contacts.make('inactivo', chosenBy(contact)),
  'changes a chosen user': ({ bulkChanges }, { user }) => bulkChanges.users.make('desactivar', chosenBy(user)),
};

function chosenBy(id: number) {
  return { chosen: [{ id, mark: '' }], value: null, creationKey: `of ${id}` };
}

// PostgreSQL takes ten records for an unknown list of numbers. It then plans each time anew, beside 2,000 entities at least,
// which doubled the time of a contact's form.
test.each(['opens a contact', 'saves a contact', 'deactivates a user', 'activates a user', ...Object.keys(bulkVerbs)])(
  '%s by one number, not by a list of one',
  async (name) => {
    const { ruc } = large;
    const sent: CompiledQuery[] = [];
    const administrator = { ruc, userName: '', password: '', id: 0, contactId: 0, email: '' };
    const entity = scopeOf(recording(database, sent), { ruc, name: '', administrator }, new Date());
    await { ...verbs, ...bulkVerbs }[name]?.(entity, { contact: 7, user: 5 });
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.filter(({ sql: text }) => /any\(\$/.test(text))).toEqual([]);
  },
);

test('a press that activates a user whose notice has to wait writes to no index', async () => {
  const { ruc } = large;
  const administrator = { ruc, userName: '', password: '', id: 0, contactId: 0, email: '' };
  const moved: unknown[] = [];
  const entity = scopeOf(counting(database, moved), { ruc, name: '', administrator }, new Date());
  // The first presses move the row to a page with room.
  for (const _ of [1, 2, 3]) {
    await entity.users.deactivate(5, listing);
    await entity.users.activate(5, listing);
  }
  expect(moved.slice(-2)).toEqual([
    { updated: 1, withoutIndexes: 1 },
    { updated: 1, withoutIndexes: 1 },
  ]);
});

// The database with scopes that count their updates of users before they end.
function counting({ inScope, ...others }: Database, moved: unknown[]): Database {
  return {
    ...others,
    inScope: (ruc, work) =>
      inScope(ruc, async (scope) => {
        const before = await updatesOfUsers(scope);
        const result = await work(scope, (statements) => statements);
        const after = await updatesOfUsers(scope);
        moved.push({ updated: after.all - before.all, withoutIndexes: after.hot - before.hot });
        return result;
      }),
  };
}

async function updatesOfUsers(scope: Scope): Promise<{ all: number; hot: number }> {
  const { rows } = await sql<{ all: number; hot: number }>`select n_tup_upd as all, n_tup_hot_upd as hot
    from pg_stat_xact_user_tables where relname = 'users'`.execute(scope);
  return rows[0] ?? { all: 0, hot: 0 };
}

// The database with scopes that keep the statements sent in them.
function recording({ inScope, readInScope, ...others }: Database, sent: CompiledQuery[]): Database {
  return {
    ...others,
    inScope: (ruc, work) => inScope(ruc, (scope, last: Last) => work(keeping(scope, sent), last)),
    readInScope: (ruc, query) => {
      sent.push(query);
      return readInScope(ruc, query);
    },
  };
}

function keeping(scope: Scope, sent: CompiledQuery[]): Scope {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      sent.push(compiled(node));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  // A statement that was built before goes past the plugins.
  return Object.assign(scope.withPlugin(plugin) as Scope, {
    executeQuery: <Row>(query: CompiledQuery<Row>) => {
      sent.push(query);
      return scope.executeQuery(query);
    },
  });
}

function compiled(node: RootOperationNode): CompiledQuery {
  return new PostgresQueryCompiler().compileQuery(node, { queryId: '' });
}

// The rows that a statement reads in vain, as one that is kept prepared.
async function discarded({ sql: text, parameters }: CompiledQuery, mode: (typeof planModes)[number]): Promise<number> {
  return database.inScope(large.ruc, async (scope) => {
    await sql`select set_config('plan_cache_mode', ${mode}, true)`.execute(scope);
    await sql.raw(`prepare one (${parameters.map(() => 'unknown')}) as ${text}`).execute(scope);
    const values = parameters.map((value) => sql.lit(literalOf(value)));
    const given = values.length > 0 ? sql`(${sql.join(values)})` : sql``;
    const explain = sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>`explain (analyze, timing off, format json)
      execute one ${given}`;
    const { rows } = await explain.execute(scope);
    await sql`deallocate one`.execute(scope);
    return discardedBy(rows[0]?.['QUERY PLAN'][0].Plan);
  });
}

function literalOf(value: unknown): unknown {
  if (Array.isArray(value)) return `{${value.join()}}`;
  return value instanceof Date ? value.toISOString() : value;
}

type Plan = { 'Rows Removed by Filter'?: number; 'Actual Loops': number; Plans?: Plan[] };

function discardedBy(plan: Plan | undefined): number {
  if (!plan) return 0;
  const own = (plan['Rows Removed by Filter'] ?? 0) * plan['Actual Loops'];
  return (plan.Plans ?? []).reduce((sum, part) => sum + discardedBy(part), own);
}
