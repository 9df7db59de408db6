import { describe, expect, test } from 'vitest';
import { sources } from './source.ts';

describe('The connection of the tables’ owner, which no policy limits,', () => {
  test('is used only where no RUC is known yet or all of them are meant', () => {
    const word = /\bowner\b(?!\.ts)|\.statements\b/;
    const users = sources.filter(({ text }) => word.test(withoutComments(text))).map(({ path }) => path);
    const rooms = /^src\/data\/(database|outside|demo)\//;
    // The queue's library works in its own schema.
    expect(users.filter((path) => !rooms.test(path))).toEqual(['src/jobs/queue.ts']);
    expect(users.filter((path) => rooms.test(path)).length).toBeGreaterThan(10);
  });
});

describe('The views', () => {
  test('import nothing of a request or of the database, and read no clock', () => {
    const words = /\b(Context|c\.var|c\.req|Kysely|process\.|Date\.now|new Date\(\)|Math\.random|fetch\()/;
    const faults = sources.filter(({ path, text }) => path.startsWith('views/') && words.test(text));
    expect(faults.map(({ path }) => path)).toEqual([]);
    for (const forbidden of ['(c: Context)', 'c.var.actor', 'process.env', 'new Date()', 'fetch(url)']) {
      expect(forbidden).toMatch(words);
    }
  });
});

describe('The domain', () => {
  test('reads no clock, no randomness and nothing from outside', () => {
    const words = /\bDate\.now|new Date\(\)|Math\.random|process\.|console\.|fetch\(|setTimeout|crypto\b|performance\./;
    const faults = sources.filter(({ path, text }) => path.startsWith('src/domain/') && words.test(text));
    expect(faults.map(({ path }) => path)).toEqual([]);
    for (const forbidden of ['Date.now()', 'new Date()', 'Math.random()', "from 'node:crypto'", 'setTimeout(']) {
      expect(forbidden).toMatch(words);
    }
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
