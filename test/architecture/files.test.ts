import { describe, expect, test } from 'vitest';
import { sources } from './source.ts';

const longestFile = 250;
const emptyNames = /^(utils?|common|helpers?|services?|misc|lib|shared)$/i;

describe('Files', () => {
  test(`have at most ${longestFile} lines`, () => {
    const long = sources
      .filter(({ path }) => !path.startsWith('migrations/'))
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > longestFile);
    expect(long).toEqual([]);
    expect(sources.length).toBeGreaterThan(100);
  });

  test('have no empty names such as utils, nor have their folders', () => {
    const words = (path: string) => path.split('/').map((part) => part.replace(/\..*$/, ''));
    expect(sources.filter(({ path }) => words(path).some((word) => emptyNames.test(word)))).toEqual([]);
  });
});
