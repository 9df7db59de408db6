import { defineConfig, type UserWorkspaceConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Sorts long files first, so that no worker is left with one at the end, and spreads those that wait more than they compute
 * evenly among the long ones that compute, so that workers neither all wait nor all compute. The embedded project comes
 * last and in one piece, because a worker that changes the project starts anew.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => [...long, /./].findIndex((one) => one.test(moduleId));
    sorted.sort((one, other) => place(one) - place(other));
    const embedded = sorted.filter(({ project }) => project.name === 'embedded');
    const others = sorted.filter(({ project }) => project.name !== 'embedded');
    const first = [...take(others, measuring), ...take(others, idle).slice(0, besideFirst)];
    const rest = others.filter((file) => !first.includes(file));
    const waiting = take(rest, waits);
    const computing = take(rest, computes);
    const short = rest.filter((file) => !waiting.includes(file) && !computing.includes(file));
    return [...first, ...spread(waiting, computing), ...short, ...embedded];
  }
}

function take(files: TestSpecification[], kind: RegExp): TestSpecification[] {
  return files.filter(({ moduleId }) => kind.test(moduleId));
}

/** Mixes two lists evenly, however long they are, and keeps the order of each. */
function spread<T>(...lists: T[][]): T[] {
  const placed = lists.flatMap((list) => list.map((one, index) => ({ one, at: (index + 0.5) / list.length })));
  return placed.sort((one, other) => one.at - other.at).map(({ one }) => one);
}

// The first file measures times. It runs beside so many that only wait and leave the machine to it.
const measuring = /running\/timing/;
const idle = /running\/(mail|closing|malformed|idle|delegation-notices|server-key)/;
const besideFirst = 6;

const waits = /running\/|routes\/(access-report-verification|user-mail)/;
const computes = /routes\/(fuzz|bad-input)|journeys\//;

const long = [
  ...[/timing/, /mail-crash/, /crash-embedded/, /cli\.test/, /fuzz/, /bad-input/, /running\//, /journeys\//],
  /recovery-report|user-mail|mail-notices|password-reset|guessing/,
];

const shared: UserWorkspaceConfig['test'] = {
  pool: 'forks',
  isolate: false,
  // As the product is started; collecting garbage less often saves a fifteenth of the processors' time.
  execArgv: ['--max-semi-space-size=32'],
  // One more than the processors of a small machine, since a fifth of the tests' time they wait: for mails, ends, browsers.
  // The third worker took the whole suite from 704 to 631 seconds, and left nothing of both processors.
  maxWorkers: 3,
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
