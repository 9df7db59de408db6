import { expect, test } from 'vitest';
import { importsOf } from './source.ts';

test('The architecture tests read imports of every form', () => {
  const text = [
    "import { a, type B } from '../data/x.ts';",
    "import type {\n  C,\n  D as E,\n} from 'lucia';",
    "import f, * as g from '../../views/y.tsx';",
    "import './z.ts';",
    "export { h } from './h.ts';",
    "const late = await import('./late.ts');",
    "type J = import('lucia').Lucia;",
    "import words from 'pkg/words.json' with { type: 'json' };",
  ].join('\n');
  expect(importsOf(text, 'src/web/file.ts').map(({ target, values }) => [target, ...values])).toEqual([
    ['src/data/x.ts', 'a'],
    ['lucia'],
    ['views/y.tsx', 'f', '*'],
    ['src/web/h.ts', 'h'],
    ['pkg/words.json', 'words'],
    ['src/web/z.ts', '*'],
    ['src/web/late.ts', '*'],
  ]);
});
