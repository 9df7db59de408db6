import { describe, expect, test } from 'vitest';
import { foreignImports, ownImports, say, sources } from './source.ts';

/** A floor: its files, the floors that it may import, and its packages (a final * stands for any end of a name). */
type Floor = { files: RegExp; uses: string[]; packages: string[] };

/** The ranks of README.md, "Floors". Imports only go down; all others are refused. */
const floors: Record<string, Floor> = {
  migrations: { files: /^migrations\//, uses: ['migrations'], packages: ['kysely'] },
  domain: {
    files: /^src\/domain\//,
    uses: ['domain'],
    packages: ['zod', 'stdnum/lib/cjs/ec/ci.js', 'bowser', 'ipaddr.js', '@zxcvbn-ts/*', 'node:url'],
  },
  // The rooms of the data floor.
  database: {
    files: /^src\/data\/database\//,
    uses: ['database', 'domain', 'migrations'],
    packages: ['kysely', 'kysely/migration', 'pg', '@electric-sql/pglite', 'pg-boss', 'node:*'],
  },
  secrets: {
    files: /^src\/data\/secrets\//,
    uses: ['secrets', 'domain'],
    packages: ['oslo/password', 'p-limit', 'node:crypto', 'node:timers/promises'],
  },
  records: { files: /^src\/data\/records\//, uses: ['records', 'secrets', 'database', 'domain'], packages: ['kysely'] },
  entity: {
    files: /^src\/data\/entity\//,
    uses: ['entity', 'records', 'secrets', 'database', 'domain'],
    packages: ['kysely', 'node:timers/promises'],
  },
  outside: {
    files: /^src\/data\/outside\//,
    uses: ['outside', 'records', 'secrets', 'database', 'domain'],
    packages: ['kysely', 'lucia', 'p-limit', 'postal-mime', 'node:*'],
  },
  demo: {
    files: /^src\/data\/demo\//,
    uses: ['demo', 'entity', 'outside', 'records', 'secrets', 'database', 'domain'],
    packages: ['node:crypto'],
  },
  files: {
    files: /^src\/files\//,
    uses: ['files'],
    packages: ['csv-parse/sync', 'hucre/csv', 'hucre/xlsx', 'saxes', 'node:path', 'node:stream', 'node:zlib'],
  },
  // The parts of every page, some of which the web floor uses too.
  'views kit': {
    files: /^views\/kit\//,
    uses: ['views kit', 'domain'],
    packages: ['hono/jsx', 'hono/html', 'hono/utils/html'],
  },
  'views mail': {
    files: /^views\/(mail-text|(.+-)?mails)\.tsx$/,
    uses: ['views mail', 'domain'],
    packages: ['hono/jsx'],
  },
  views: { files: /^views\//, uses: ['views', 'views kit', 'domain'], packages: ['hono/jsx', 'hono/html'] },
  web: {
    files: /^src\/web\//,
    uses: ['web', 'entity', 'outside', 'records', 'secrets', 'database', 'domain', 'views kit'],
    packages: ['hono', 'hono/*', '@hono/node-server', '@hono/node-server/conninfo', 'lucia', 'pino', 'zod', 'node:*'],
  },
  routes: {
    files: /^src\/routes\//,
    uses: ['routes', 'web', 'views', 'views kit', 'files', 'domain', 'entity', 'outside', 'database'],
    packages: ['zod'],
  },
  app: {
    files: /^src\/app\.tsx$/,
    uses: ['routes', 'web'],
    packages: ['hono', 'node:crypto', 'node:http', 'node:path'],
  },
  config: { files: /^src\/config\.ts$/, uses: ['domain'], packages: ['zod'] },
  jobs: {
    files: /^src\/jobs\//,
    uses: ['jobs', 'entity', 'outside', 'records', 'secrets', 'database', 'domain', 'views mail', 'views kit'],
    packages: ['pg-boss', 'nodemailer', 'pino'],
  },
  server: {
    files: /^src\/(server|start|log-output)\.ts$/,
    uses: ['server', 'app', 'config', 'demo', 'outside', 'secrets', 'database', 'domain', 'jobs'],
    packages: ['pino', 'node:fs', 'node:http', 'node:module', 'node:net', 'node:path'],
  },
  cli: {
    files: /^src\/cli(\.ts$|\/)/,
    uses: ['cli', 'config', 'demo', 'outside', 'secrets', 'database', 'domain', 'jobs'],
    packages: ['node:*'],
  },
};

/** Exceptions to the ranks: the importing file, the imported file, its names that exist at run time, and the reason. */
const declared: { from: RegExp; target: string; values: string[]; reason: string }[] = [
  {
    from: /^src\/web\/frame\.ts$/,
    target: 'views/help-topics.ts',
    values: [],
    reason: 'the frame takes the name of a page of help, and the compiler knows the names',
  },
];

/** Exceptions for routes, which otherwise import only types of the data floor and work on `c.var.entity`. */
const dataInRoutes: { target: string; values: string[]; reason: string }[] = [
  {
    target: 'src/data/outside/sign-in.ts',
    values: ['signIn'],
    reason: 'nobody is signed in yet, so there is no entity',
  },
  {
    target: 'src/data/outside/recovery-drafts.ts',
    values: ['acceptLetter', 'beginRecovery', 'chooseReason', 'findDraft'],
    reason: 'who recovers a password is not signed in',
  },
  {
    target: 'src/data/outside/recovery-reports.ts',
    values: ['findReportable', 'reportRecovery'],
    reason: 'who follows the link of a mail is not signed in',
  },
  {
    target: 'src/data/outside/identity-reports.ts',
    values: ['findReportableChange', 'reportIdentityChange'],
    reason: 'who follows the link of a mail is not signed in',
  },
  {
    target: 'src/data/outside/access-reports.ts',
    values: ['verifiableSince', 'verifyReport'],
    reason: 'who verifies a report is not signed in',
  },
  {
    target: 'src/data/database/errors.ts',
    values: ['NotFound'],
    reason: 'an address that leads nowhere answers alike',
  },
  {
    target: 'src/data/database/database.ts',
    values: ['isReachable'],
    reason: 'health is asked by a supervisor, not by an entity',
  },
];

describe('The floors', () => {
  test('hold every file, each floor at least one', () => {
    expect(sources.filter(({ path }) => floorOf(path) === undefined).map(({ path }) => path)).toEqual([]);
    const inhabited = new Set(sources.map(({ path }) => floorOf(path)));
    expect(Object.keys(floors).filter((name) => !inhabited.has(name))).toEqual([]);
  });

  test('have only imports of existing files and packages', () => {
    const known = new Set(sources.map(({ path }) => path));
    const lost = ownImports().filter(({ target }) => !known.has(target) && !target.endsWith('.json'));
    expect(lost.map(say)).toEqual([]);
    // If imports were no longer found, every rule below would hold.
    expect(sources.filter(({ imports }) => imports.length > 0).length).toBeGreaterThan(sources.length / 2);
  });

  test('have only imports that go down', () => {
    const faults = ownImports().filter(({ path, target, values }) => {
      const uses = floors[floorOf(path) ?? '']?.uses ?? [];
      const excuse = declared.find((one) => one.from.test(path) && one.target === target);
      if (excuse && values.every((name) => excuse.values.includes(name))) return false;
      return !target.endsWith('.json') && !uses.includes(floorOf(target) ?? '');
    });
    expect(faults.map(say)).toEqual([]);
  });

  test('import only the packages listed for each', () => {
    const faults = foreignImports().filter(({ path, target }) => {
      const packages = floors[floorOf(path) ?? '']?.packages ?? [];
      return !packages.some((name) => (name.endsWith('*') ? target.startsWith(name.slice(0, -1)) : target === name));
    });
    expect(faults.map(say)).toEqual([]);
  });

  test('need every rank and every exception in the tables', () => {
    const used = new Set(ownImports().map(({ path, target }) => `${floorOf(path)} ← ${floorOf(target)}`));
    const ranks = Object.entries(floors).flatMap(([floor, { uses }]) => uses.map((one) => `${floor} ← ${one}`));
    const exceptions = [...declared, ...dataInRoutes.map((one) => ({ ...one, from: /^src\/routes\// }))];
    const idle = exceptions.filter(
      ({ from, target, values }) =>
        !ownImports().some(
          (one) => from.test(one.path) && one.target === target && values.every((name) => one.values.includes(name)),
        ),
    );
    expect([...ranks.filter((rank) => !used.has(rank)), ...idle.map(({ target }) => target)]).toEqual([]);
  });

  test('have no circle of imports at run time', () => {
    const below = new Map(
      sources.map(({ path, imports }) => [
        path,
        imports.filter(({ own, values }) => own && values.length > 0).map(({ target }) => target),
      ]),
    );
    expect(circles(below)).toEqual([]);
    expect(circles(new Map(Object.entries({ a: ['b'], b: ['c'], c: ['a'] })))).toEqual(['a → b → c → a']);
  });
});

describe('The routes', () => {
  test('import of the data floor only types and the declared exceptions', () => {
    const faults = ownImports().filter(({ path, target, values }) => {
      if (floorOf(path) !== 'routes' || !target.startsWith('src/data/')) return false;
      const allowed = dataInRoutes.find((one) => one.target === target)?.values ?? [];
      return !values.every((name) => allowed.includes(name));
    });
    expect(faults.map(say)).toEqual([]);
  });

  test('use no other entity than the one that the guard has opened', () => {
    const doors = ['openEntity', 'openDoor', 'inScope', 'readInScope', 'owner'];
    const word = new RegExp(`\\b(${doors.join('|')})\\b`);
    const faults = sources.filter(({ path, text }) => floorOf(path) === 'routes' && word.test(text));
    expect(faults.map(({ path }) => path)).toEqual([]);
    for (const door of doors) expect(`await ${door}(ruc)`).toMatch(word);
    expect(sources.filter(({ text }) => /\bopenEntity\(/.test(text)).map(({ path }) => path)).toEqual([
      'src/data/demo/import.ts',
      'src/data/demo/load.ts',
      'src/data/entity/entity.ts',
      'src/web/guards.ts',
    ]);
  });
});

function floorOf(path: string): string | undefined {
  return Object.entries(floors).find(([, { files }]) => files.test(path))?.[0];
}

function circles(below: Map<string, string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: string[]) => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path) || trail.includes(path)) return;
    for (const next of below.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of below.keys()) walk(path, []);
  return found;
}
