import { type CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import type { Entity } from '../../src/data/entity/entity.ts';
import { contactSorts, defaultListing, incidentSorts, type Listing, userSorts } from '../../src/domain/listing.ts';
import { type FreshDatabase, freshDatabase } from '../support/server/database.ts';
import { execute } from '../support/server/postgres.ts';
import { scopeOf } from '../support/stage/cast.ts';
import { addEntities, large } from '../support/stage/crowd.ts';

type Noun = 'contacts' | 'users' | 'incidents';
type View = { noun: Noun; sort: string; descending: boolean; page: number; search: string };
type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Actual Rows': number; Plans?: Plan[] } & Buffers;
type Buffers = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };

const size = 50;
const few = { contacts: 5, users: 2, incidents: 5 };
type PlanMode = (typeof planModes)[number];
const planModes = ['force_custom_plan', 'force_generic_plan'] as const;
// The orders by a few words and those of the history sort the rows of the entity.
const sorts: Record<Noun, readonly string[]> = {
  contacts: contactSorts.filter((sort) => sort !== 'cargo'),
  users: userSorts,
  incidents: incidentSorts.slice(0, 1),
};
const pages = { contacts: large.contacts / size, users: large.users / size, incidents: large.incidents / size };
// Of each frequency, from nearly everybody to nobody, in names, documents and user names.
const searches = ['a', 'maria', 'maria zambrano', 'usuario00', '170079', 'nadie'];

describe('A list of an entity with 5,000 contacts and 1,500 users', () => {
  let database: FreshDatabase;

  beforeAll(async () => {
    database = await freshDatabase();
    await addEntities(database.owner, 1, 100, few);
    await addEntities(database.owner, 0, 0, large);
    await sql`analyze`.execute(database.owner);
  });
  afterAll(() => database?.close());

  // While the newest rows aren't vacuumed yet, an index costs more and the planner turns to the table earlier.
  test.each(planModes)('is read along an index before the first vacuum too, with %s', async (mode) => {
    for (const view of everyView()) expect([view, detours(await planOf(view, mode))]).toEqual([view, []]);
  });

  describe.each(planModes)('after a vacuum, with %s,', (mode) => {
    const usual: Partial<Record<Noun, number>> = {};

    beforeAll(async () => {
      await vacuum();
      for (const noun of nouns()) usual[noun] = buffersOf(await planOf(usualView(noun), mode));
    });

    test('is read along an index in each order, on each page and for each search', async () => {
      for (const view of everyView()) expect([view, detours(await planOf(view, mode))]).toEqual([view, []]);
    });

    test('is passed over once for its rows and its number of rows', async () => {
      for (const noun of nouns()) expect([noun, passes(await planOf(usualView(noun), mode))]).toEqual([noun, 1]);
    });

    test('offers contacts for a new user and users to copy menus of along an index, for each search', async () => {
      const sent = await offerStatements();
      expect(sent).toHaveLength(4 * searches.length);
      for (const statement of sent) expect(detours(await explained(statement, mode))).toEqual([]);
    });

    test('reads the history of one person along its index', async () => {
      for (const kind of ['contact', 'user'] as const) {
        const { lists, sent } = recorded();
        await lists.incidents.page(defaultListing(incidentSorts), { kind, id: 17 });
        const plan = await explained(sent[0] as CompiledQuery, mode);
        expect([kind, detours(plan)]).toEqual([kind, []]);
        expect(buffersOf(plan)).toBeLessThan(usual.incidents ?? 0);
      }
    });

    test('reads at most half more than its usual first page does, in any order, on any page, for any search', async () => {
      for (const view of everyView()) {
        const buffers = buffersOf(await planOf(view, mode));
        // The history's newest rows lie side by side, so the entries of its index before another page count for much.
        expect(buffers, JSON.stringify(view)).toBeLessThanOrEqual(Math.max(1.5 * (usual[view.noun] ?? 0), 100));
      }
    });
  });

  // The names of the history were once folded at each search, which took ten times as long as looking at the rows.
  test('folds no name as it is searched or sorted', async () => {
    for (const noun of nouns()) {
      for (const sort of { ...sorts, incidents: incidentSorts }[noun]) {
        const { sql: text } = await statementOf({ ...usualView(noun), sort, search: 'maria' });
        expect([noun, sort, text]).toEqual([noun, sort, expect.not.stringMatching(/normalize|regexp_replace|lower\(/)]);
      }
    }
  });

  test('asks once for a page of a search, though it finds nobody', async () => {
    for (const search of ['maria', 'nadie']) {
      for (const noun of nouns()) {
        const sent: CompiledQuery[] = [];
        const readInScope = <Row>(ruc: string, query: CompiledQuery<Row>) => {
          sent.push(query);
          return database.readInScope(ruc, query);
        };
        await pageOf(listsOn({ readInScope }), { ...usualView(noun), search });
        expect([search, noun, sent.length]).toEqual([search, noun, 1]);
      }
    }
  });

  test('reads no more beside 10,000 other entities than beside 100', async () => {
    await vacuum();
    const before = new Map<Noun, number>();
    for (const noun of nouns()) before.set(noun, buffersOf(await planOf(usualView(noun), 'force_generic_plan')));
    await addEntities(database.owner, 101, 10_000, few);
    await vacuum();
    for (const mode of planModes) {
      for (const [noun, buffers] of before) {
        const plan = await planOf(usualView(noun), mode);
        expect([noun, detours(plan)]).toEqual([noun, []]);
        // An index may get a level deeper, which is one page more for each row that is looked up in it.
        const deeper = size * (noun === 'users' ? 2 : 1);
        expect(buffersOf(plan), `${noun}, ${mode}`).toBeLessThanOrEqual(1.15 * buffers + deeper);
      }
    }
  });

  // The second statement waits until all commits are on the disk, since rows of later ones aren't marked as visible.
  function vacuum(): Promise<void> {
    return execute(database.url, ['set synchronous_commit = on', 'select pg_current_xact_id()', 'vacuum analyze']);
  }

  // Explains the statement that the product sends for a page, in the scope of the entity.
  async function planOf(view: View, mode: PlanMode): Promise<Plan> {
    return explained(await statementOf(view), mode);
  }

  async function explained({ sql: text, parameters }: CompiledQuery, mode: PlanMode): Promise<Plan> {
    return database.inScope(large.ruc, async (scope) => {
      await sql`select set_config('plan_cache_mode', ${mode}, true)`.execute(scope);
      await sql.raw(`prepare list (${parameters.map(() => 'unknown')}) as ${text}`).execute(scope);
      const values = sql.join(parameters.map((value) => sql.lit(value instanceof Date ? value.toISOString() : value)));
      const explain = sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>`explain (analyze, buffers, timing off, format json)
        execute list (${values})`;
      const { rows } = await explain.execute(scope);
      await sql`deallocate list`.execute(scope);
      return rows[0]?.['QUERY PLAN'][0].Plan as Plan;
    });
  }

  async function statementOf(view: View): Promise<CompiledQuery> {
    const { lists, sent } = recorded();
    await pageOf(lists, view);
    const [query] = sent;
    if (!query) throw new Error('The list sent no statement.');
    return query;
  }

  async function offerStatements(): Promise<CompiledQuery[]> {
    const { lists, sent } = recorded();
    for (const search of searches) {
      await lists.users.candidates({ search, chosen: null });
      await lists.profiles.sources(1, { search, chosen: null });
    }
    return sent;
  }

  // The entity on a database that keeps the statements it is sent, and answers with a row of many.
  function recorded() {
    const sent: CompiledQuery[] = [];
    const readInScope = async (_ruc: string, query: CompiledQuery) => [sent.push(query) && { total: 5_000 }] as never;
    return { lists: listsOn({ readInScope }), sent };
  }

  // The entity on the database with its own way to read.
  function listsOn(reading: Pick<Database, 'readInScope'>): Entity {
    const nobody = { ruc: large.ruc, userName: '', password: '', id: 0, contactId: 0, email: '' };
    const entity = { ruc: large.ruc, name: '', administrator: nobody };
    return scopeOf({ ...database, ...reading }, entity, new Date());
  }

  async function pageOf(lists: Entity, { noun, ...view }: View): Promise<void> {
    const page = lists[noun].page as (listing: Listing<string>) => Promise<unknown>;
    await page({ ...view, filters: {}, size, holding: null });
  }
});

function nouns(): Noun[] {
  return ['contacts', 'users', 'incidents'];
}

function usualView(noun: Noun): View {
  return { noun, sort: sorts[noun][0] ?? '', descending: false, page: 1, search: '' };
}

function everyView(): View[] {
  return nouns().flatMap((noun) =>
    sorts[noun].flatMap((sort) =>
      [false, true].flatMap((descending) => {
        const view = { ...usualView(noun), sort, descending };
        const found = noun === 'incidents' ? [] : searches.map((search) => ({ ...view, search }));
        return [view, { ...view, page: pages[noun] }, ...found];
      }),
    ),
  );
}

// Readings of a whole table, and sorts of more rows than a page has.
function detours(plan: Plan): string[] {
  return nodesOf(plan).flatMap((node) => {
    const table = node['Relation Name'] ?? '';
    if (['Seq Scan', 'Bitmap Heap Scan'].includes(node['Node Type']) && table in sorts) return [`reads all ${table}`];
    const sorted = node['Node Type'].includes('Sort') ? (node.Plans?.[0]?.['Actual Rows'] ?? 0) : 0;
    return sorted > size ? [`sorts ${sorted} rows`] : [];
  });
}

// Readings of more rows of a table than a page has.
function passes(plan: Plan): number {
  return nodesOf(plan).filter((node) => 'Relation Name' in node && node['Actual Rows'] > size).length;
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

function buffersOf(plan: Plan): number {
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}
