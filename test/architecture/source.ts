import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One source file of the product, by its path in the repository. */
export type SourceFile = { path: string; text: string; imports: Import[] };

/** One import or re-export. */
export type Import = {
  /** A path in the repository for our own files, a package's or Node's name for others. */
  target: string;
  own: boolean;
  /** What is taken, `type` left out; `*` for everything. */
  names: string[];
  /** The names that are there when the program runs; a type is not. */
  values: string[];
};

export const root = join(import.meta.dirname, '../..');

const statement = /^(?:import|export)\s+((?:type\s+)?(?:[\w*\s,{}]|as)+?)\s*from\s*(['"])([^'"]+)\2/gm;
const bare = /^import\s*(['"])([^'"]+)\1/gm;
// `import('x').Name` in a place of a type is no import; `typeof import` neither.
const dynamic = /(?:await|return|=>|(?<!\btype\s+\w+\s*)=)\s*import\(\s*(['"])([^'"]+)\1\s*\)/g;

/** What is compiled into the product. */
export const sources: SourceFile[] = globSync(['src/**/*.{ts,tsx}', 'views/**/*.{ts,tsx}', 'migrations/**/*.ts'], {
  cwd: root,
})
  .sort()
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, imports: importsOf(text, path) };
  });

/** The imports of a file, whatever their form. */
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
