import { expect, test } from 'vitest';
import { fastest, stopwatch } from './stopwatch.ts';

test('A stopwatch counts at least the work itself, and at most what the clock does', () => {
  const begun = performance.now();
  const elapsed = stopwatch();
  work(50);
  const counted = elapsed();
  expect(counted).toBeGreaterThanOrEqual(45);
  expect(counted).toBeLessThanOrEqual(performance.now() - begun);
});

test('The shortest of several times is given', async () => {
  const works = [60, 10, 60];
  const shortest = await fastest(3, async () => work(works.shift() ?? 0));
  expect(shortest).toBeLessThan(60);
  expect(works).toEqual([]);
});

// Keeps the processor busy for so many milliseconds of its own time.
function work(milliseconds: number): void {
  const spent = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  const begun = spent();
  while (spent() - begun < milliseconds);
}
