import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A source file of the product, by its path in the repository. */
type SourceFile = { path: string; text: string; imports: Import[] };

/** An import or re-export. */
export type Import = {
  /** The path in the repository, or the name of a package or of a module of Node. */
  target: string;
  own: boolean;
  /** The imported names without `type`; `*` for all. */
  names: string[];
  /** The imported names that exist at run time, which types do not. */
  values: string[];
};

export const root = join(import.meta.dirname, '../..');

const statement = /^(?:import|export)\s+((?:type\s+)?(?:[\w*\s,{}]|as)+?)\s*from\s*(['"])([^'"]+)\2/gm;
const bare = /^import\s*(['"])([^'"]+)\1/gm;
// Neither `import('x').Name` in the place of a type nor `typeof import` is an import.
const dynamic = /(?:await|return|=>|(?<!\btype\s+\w+\s*)=)\s*import\(\s*(['"])([^'"]+)\1\s*\)/g;

/** The source files that are compiled into the product. */
export const sources: SourceFile[] = globSync(['src/**/*.{ts,tsx}', 'views/**/*.{ts,tsx}', 'migrations/**/*.ts'], {
  cwd: root,
})
  .sort()
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, imports: importsOf(text, path) };
  });

/** An import with the path of its file. */
export type Line = Import & { path: string };

/** Gives the imports of the product's own files. */
export function ownImports(): Line[] {
  return lines().filter(({ own }) => own);
}

/** Gives the imports of packages and of Node's modules. */
export function foreignImports(): Line[] {
  return lines().filter(({ own }) => !own);
}

/** Says in a list of faults what a file imports. */
export function say({ path, target, values, names }: Line): string {
  return `${path} ← ${target} (${values.length > 0 ? values.join(', ') : `types ${names.join(', ')}`})`;
}

/** Reads the imports of every form in a file. */
export function importsOf(text: string, path: string): Import[] {
  const found: Import[] = [];
  const add = (from: string, clause: string) => {
    const own = from.startsWith('.');
    const target = own ? normalize(join(dirname(path), from)) : from;
    found.push({ target, own, ...namesOf(clause) });
  };
  for (const [, clause = '', , from = ''] of text.matchAll(statement)) add(from, clause);
  for (const [, , from = ''] of text.matchAll(bare)) add(from, '* as all');
  for (const [, , from = ''] of text.matchAll(dynamic)) add(from, '* as all');
  return found;
}

function namesOf(clause: string): { names: string[]; values: string[] } {
  const typesOnly = /^type\s/.test(clause);
  const parts = clause
    .replace(/^type\s/, '')
    .replace(/[{}]/g, ',')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const plain = (part: string) => part.replace(/^type\s+/, '').replace(/\s+as\s+\w+$/, '');
  return {
    names: parts.map(plain),
    values: typesOnly ? [] : parts.filter((part) => !part.startsWith('type ')).map(plain),
  };
}

function lines(): Line[] {
  return sources.flatMap(({ path, imports }) => imports.map((one) => ({ ...one, path })));
}
