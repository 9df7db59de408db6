import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take long go first, so that no worker is left with one of them at the end; those that wait more than they
 * compute go between the others, so that no two workers wait at once.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => [...long, /./].findIndex((one) => one.test(moduleId));
    sorted.sort((one, other) => place(one) - place(other));
    const computing = sorted.filter(({ moduleId }) => !waits.test(moduleId));
    const waiting = sorted.filter(({ moduleId }) => waits.test(moduleId));
    const pairs = waiting.length > computing.length ? waiting : computing;
    return pairs.flatMap((_, at) => [...computing.slice(at, at + 1), ...waiting.slice(at, at + 1)]);
  }
}

const waits = /running\/(mail|closing)/;

// The first computes, and measures what it computes: it has most of the machine beside the second, which waits.
const long = [
  /timing/,
  /mail-crash/,
  /crash-embedded/,
  /embedded-\d/,
  /cli\.test/,
  /fuzz/,
  /bad-input/,
  /running\//,
  /journeys\//,
];

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', 'json'],
    outputFile: { json: 'dist/test-report.json' },
    globalSetup: ['test/support/server/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    isolate: false,
    expect: { requireAssertions: true },
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 30_000,
  },
});
