import { describe, expect, test } from 'vitest';
import { foreignImports, say, sources } from './source.ts';

/** Packages that are imported in one place only, where they can be replaced. */
const keptTo: Record<string, RegExp> = {
  lucia: /^src\/(web\/session|data\/outside\/sessions)\.ts$/,
  pg: /^src\/data\/database\/server(-client|-scope)?\.ts$/,
  '@electric-sql/pglite': /^src\/data\/database\/embedded\.ts$/,
  'oslo/password': /^src\/data\/secrets\/passwords\.ts$/,
  kysely: /^(src\/data|migrations)\//,
  'pg-boss': /^src\/(jobs\/queue|data\/database\/embedded)\.ts$/,
  nodemailer: /^src\/jobs\/mail-transport\.ts$/,
  bowser: /^src\/domain\/browser\.ts$/,
  'csv-parse': /^src\/files\//,
  hucre: /^src\/files\//,
  saxes: /^src\/files\//,
  'postal-mime': /^src\/data\/outside\/mail-folder\.ts$/,
};

describe('Only one place', () => {
  test.for(Object.entries(keptTo))('imports the package %s', ([name, place]) => {
    const users = foreignImports().filter(({ target }) => target === name || target.startsWith(`${name}/`));
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(({ path }) => !place.test(path)).map(say)).toEqual([]);
  });

  test('reads the environment', () => {
    const readers = sources.filter(({ text }) => /process\s*\.\s*env\b|process\[|node:process/.test(text));
    expect(readers.map(({ path }) => path)).toEqual(['src/config.ts']);
  });

  test('verifies a password, behind the guard of guesses (T5)', () => {
    const importers = (name: string) =>
      sources.filter(({ imports }) => imports.some(({ values }) => values.includes(name))).map(({ path }) => path);
    expect(importers('verifyPassword')).toEqual(['src/data/records/password.ts']);
    expect(importers('matchPassword')).toEqual(['src/data/outside/sign-in.ts']);
    // Only after the confirmation of the present password.
    expect(importers('wasInUse')).toEqual(['src/data/entity/own-data.ts']);
    expect(importers('confirmPassword')).toEqual(['src/web/session.ts']);
    expect(importers('guardedGuess')).toEqual(['src/data/outside/sign-in.ts']);
  });

  test('ends the process', () => {
    const enders = sources.filter(({ text }) => /process\.(exit|abort|kill)/.test(text)).map(({ path }) => path);
    expect(enders).toEqual(['src/cli.ts', 'src/start.ts']);
  });
});
