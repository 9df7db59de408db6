import { defineConfig, type UserWorkspaceConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Sorts long files first, so that no worker is left with one at the end, and files that wait more than they compute
 * between the others, so that not all workers wait at once. The embedded project comes last and in one piece, because a
 * worker that changes the project starts anew.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => [...long, /./].findIndex((one) => one.test(moduleId));
    sorted.sort((one, other) => place(one) - place(other));
    const embedded = sorted.filter(({ project }) => project.name === 'embedded');
    const others = sorted.filter(({ project }) => project.name !== 'embedded');
    const computing = others.filter(({ moduleId }) => !waits.test(moduleId));
    const waiting = others.filter(({ moduleId }) => waits.test(moduleId));
    const first = [...computing.splice(0, 1), ...waiting.splice(0, besideFirst)];
    const pairs = waiting.length > computing.length ? waiting : computing;
    const mixed = pairs.flatMap((_, at) => [...computing.slice(at, at + 1), ...waiting.slice(at, at + 1)]);
    return [...first, ...mixed, ...embedded];
  }
}

const waits =
  /running\/(mail|closing|malformed|idle|delegation-notices|server-key)|routes\/(access-report-verification|user-mail)/;

// The first file measures times. It runs beside so many that wait and leave the machine to it.
const besideFirst = 4;

const long = [
  ...[/timing/, /mail-crash/, /crash-embedded/, /cli\.test/, /fuzz/, /bad-input/, /running\//, /journeys\//],
  /recovery-report|user-mail|mail-notices|password-reset|guessing/,
];

const shared: UserWorkspaceConfig['test'] = {
  pool: 'forks',
  isolate: false,
  // No more than the processors of a small machine: a third worker took the whole suite from 15 minutes to 16, because
  // each test took longer by more than was gained while others waited.
  maxWorkers: 2,
  // A second, which Vitest waits by itself, is too short where the machine is busy.
  expect: { requireAssertions: true, poll: { timeout: 20_000 } },
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    reporters: ['default', 'json'],
    outputFile: { json: 'dist/test-report.json' },
    globalSetup: ['test/support/server/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 30_000,
    projects: [
      // Every test, with stages on the run's PostgreSQL server.
      {
        test: { ...shared, name: 'server', include: ['test/**/*.test.{ts,tsx}'], provide: { stageOn: 'server' } },
      },
      // Once more on the embedded database: the files whose tests depend on SQL, locks, keys, policies or the queue. Forms,
      // texts and times behave the same on both.
      {
        test: {
          ...shared,
          name: 'embedded',
          include: ['test/**/*.both.test.ts'],
          provide: { stageOn: 'embedded' },
        },
      },
    ],
  },
});
