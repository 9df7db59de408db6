import { expect, test } from 'vitest';
import { failuresUntilVoid, waitAfter } from '../../src/domain/guessing.ts';

test.each([
  [0, 0],
  [1, 0],
  [4, 0],
  [5, 30],
  [6, 60],
  [7, 120],
  [8, 240],
  [9, 480],
  [10, 900],
  [11, 900],
  [99, 900],
  [failuresUntilVoid, 900],
  [1e6, 900],
])('After %i failures in a row an account waits %i seconds', (failures, seconds) => {
  expect(waitAfter(failures)).toBe(seconds * 1000);
});
