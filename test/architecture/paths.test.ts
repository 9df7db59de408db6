import { describe, expect, test } from 'vitest';
import { routes } from '../../src/routes/index.ts';
import { paths } from '../../views/kit/paths.ts';
import { sources } from './source.ts';

type Address = (...values: string[]) => string;

// Calls each function with the names of its required parameters as values.
const made = Object.entries(paths as Record<string, Address>).map(([name, address]) => {
  const values = Array.from({ length: address.length }, (_, place) => [':id', ':second'][place] ?? '');
  return { name, path: plain(address(...values)) };
});

describe('The functions of views/kit/paths.ts', () => {
  test('lead each to a route', () => {
    const served = new Set(routes.map(({ path }) => plain(path)));
    expect(made.filter(({ path }) => !served.has(path))).toEqual([]);
  });

  test('cover every route', () => {
    const known = new Set(made.map(({ path }) => path));
    expect(routes.filter(({ path }) => !known.has(plain(path))).map(({ path }) => path)).toEqual([]);
  });

  test('give different addresses, as the routes have', () => {
    expect(new Set(made.map(({ path }) => path)).size).toBe(made.length);
    const keys = routes.map(({ method, path }) => `${method} ${plain(path)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('lead to routes that no earlier route with a parameter hides', () => {
    const hidden = routes.flatMap((route, place) =>
      routes
        .slice(0, place)
        .filter((earlier) => earlier.method === route.method && covers(earlier.path, route.path))
        .map((earlier) => `${route.path} is taken by ${earlier.path}`),
    );
    expect(hidden).toEqual([]);
    expect(covers('/a/:id', '/a/nuevo')).toBe(true);
  });

  test('put a query at the end of an address', () => {
    expect(paths.users('?pagina=2')).toBe('/administracion/usuarios?pagina=2');
    expect(paths.userActivation(7, '?fila=3')).toBe('/administracion/usuarios/7/activacion?fila=3');
  });

  test('make every address: none is written by hand', () => {
    const folders = [...new Set(made.map(({ path }) => path.split('/')[1] ?? '').filter(Boolean))];
    const literal = new RegExp(`['"\`]/(${folders.join('|')})\\b`);
    const faults = sources.filter(({ path, text }) => path !== 'views/kit/paths.ts' && literal.test(text));
    expect(faults.map(({ path }) => path)).toEqual([]);
    expect(folders).toContain('administracion');
    expect(literal.test("href='/administracion/usuarios'")).toBe(true);
  });
});

// Gives all parameters the same name.
function plain(path: string): string {
  return path.replace(/:\w+/g, ':');
}

function covers(earlier: string, later: string): boolean {
  const [one, other] = [earlier.split('/'), later.split('/')];
  const named = one.every((part, place) => part.startsWith(':') || part === other[place]);
  return one.length === other.length && named && earlier !== later;
}
