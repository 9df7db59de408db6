import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Import, root, sources } from './source.ts';

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const installed = Object.keys(dependencies);

const used = sources.flatMap(({ path, text, imports }) => packagesOf(text, imports).map((name) => ({ path, name })));

describe('The packages of the product', () => {
  test('are all dependencies, so that a production install has them', () => {
    const missing = used.filter(({ name }) => !installed.includes(name));
    expect(missing.map(({ path, name }) => `${path} needs ${name}`)).toEqual([]);
  });

  test('are all used', () => {
    const needed = new Set(used.map(({ name }) => name));
    expect(installed.filter((name) => !needed.has(name))).toEqual([]);
    expect(installed.length).toBeGreaterThan(10);
  });

  test('have an exact version, which the lockfile installs in production too', () => {
    const inLockfile = installed.map((name) => {
      const { version, dev = false } = locked[`node_modules/${name}`];
      return [name, { version, dev }];
    });
    const expected = Object.entries(dependencies).map(([name, version]) => [name, { version, dev: false }]);
    expect(inLockfile).toEqual(expected);
    expect(locked[''].dependencies).toEqual(dependencies);
  });
});

test('The tests of packages find imports of every form, and files resolved in packages', () => {
  const text =
    "createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'); import.meta.resolve('@scope/name/x')";
  const foreign = ['node:fs', 'pg', 'hono/jsx', '@electric-sql/pglite/x'].map((target) => importOf(target, false));
  const own = importOf('src/app.tsx', true);
  expect(packagesOf(text, [...foreign, own])).toEqual([
    'pg',
    'hono',
    '@electric-sql/pglite',
    'htmx.org',
    '@scope/name',
  ]);
});

/** Lists the packages that a file needs, without Node's own modules. */
function packagesOf(text: string, imports: Import[]): string[] {
  const resolved = [...text.matchAll(/\.resolve\(\s*(['"])([^'"]+)\1\s*\)/g)].map(([, , target = '']) => target);
  const imported = imports.filter(({ own }) => !own).map(({ target }) => target);
  return [...imported, ...resolved].filter((target) => !/^(node:|\.)/.test(target)).map(packageOf);
}

function packageOf(target: string): string {
  const parts = target.split('/');
  return parts.slice(0, target.startsWith('@') ? 2 : 1).join('/');
}

function importOf(target: string, own: boolean): Import {
  return { target, own, names: ['x'], values: ['x'] };
}
