import { fromKysely, type JobResult, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../data/database/database.ts';
import { DatabaseError } from '../data/database/errors.ts';
import type { JobName, Jobs, PostJob } from '../data/records/job.ts';

/** The queue of jobs of every kind, shared by all processes on a database. */
export type Queue = {
  post: PostJob;
  /** Declares a kind of job, which can be posted from then on; work on it begins with start. */
  on<Name extends JobName>(name: Name, kind: JobKind<Jobs[Name]>): Promise<void>;
  /** Begins working on the declared kinds. */
  start(): Promise<void>;
  /** True while the queue is reachable. */
  isReachable(): Promise<boolean>;
  /** Stops taking jobs, and waits for those that are running. */
  close(): Promise<void>;
};

/** A kind of job: what is done, how it is tried, and when it comes by itself. */
export type JobKind<Data> = {
  /** Does a job. Throws where it could not be done. May be called twice for one job, when a process died over it. */
  work(data: Data): Promise<void>;
  /** How often a failed job is tried again; without it, never. */
  retries?: Retries;
  /** Ends a job whose last try has failed; tried again like the job itself. */
  giveUp?(data: Data): Promise<void>;
  /** The seconds without a sign of life after which a job is taken from a process, and those it may take at most. */
  limits?: { heartbeat: number; duration: number };
  /** How many jobs a process does at once; by default one a look. More are taken as long as there are as many. */
  atOnce?: number;
  /** The seconds between two looks for jobs; one by default. */
  lookEvery?: number;
  /** When a job comes by itself, as a cron line: each time in one of all processes. */
  cron?: string;
};

/** The first delay in seconds is up to twice as long by chance, each further one doubled, none above the longest. */
export type Retries = { limit: number; delay: number; longestDelay: number };

/**
 * For jobs that must not be lost (D5): after the first try eight more, the first after 10 to 20 s, over about an hour. A
 * process that died over one is noticed within half a minute.
 */
export const persistently = {
  retries: { limit: 8, delay: 10, longestDelay: 3_600 },
  limits: { heartbeat: 20, duration: 180 },
};

// A dead process is noticed when its heartbeat stays away, by whoever looks after the queue.
const supervision = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 };

// Jobs by cron come minutes apart: they need not be looked for every few seconds.
const schedules = { cronWorkerIntervalSeconds: 45 };

// A change runs as soce_app: that role may add jobs, and of the jobs that are there it sees the ids alone. Two
// processes that start at once would change the same row of the catalogue: they take turns.
const grants = `
  select pg_advisory_xact_lock(hashtext('soce pgboss grants'));
  grant usage on schema pgboss to soce_app;
  grant insert, select (id) on pgboss.job_common to soce_app;
  grant select on pgboss.queue to soce_app`;

// The workers look every second: a line in the log for each failure would fill it.
const betweenWarnings = 10_000;

const closingTime = 8_000;

/** Opens the queue and brings its schema, the library's own, up to date; pace multiplies all looks. Throws DatabaseError. */
export async function openQueue(database: Database, log: Logger, { pace = 1 } = {}): Promise<Queue> {
  const boss = new PgBoss({
    db: database.statements,
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    ...supervision,
    ...schedules,
  });
  // While the database is away (F2) each look fails; work goes on with the first look that finds it again.
  boss.on(
    'error',
    seldom((error) => log.warn({ message: error.message }, 'the queue could not be asked')),
  );
  const workers: (() => Promise<unknown>)[] = [];
  await orDatabaseError(async () => {
    await boss.start();
    await database.statements.executeSql(grants);
  });
  return {
    post: async (transaction, name, data) => {
      await boss.send(name, data, { db: fromKysely(transaction) });
    },
    on: (name, kind) =>
      orDatabaseError(async () => {
        await declare(boss, name, kind);
        const looks = { batchSize: kind.atOnce ?? 1, pollingIntervalSeconds: pace * (kind.lookEvery ?? 1) };
        workers.push(() => boss.work(name, { ...looks, ...settling }, eachByItself(name, kind.work, log)));
        const { giveUp } = kind;
        if (!giveUp) return;
        const fewLooks = { ...looks, pollingIntervalSeconds: 5 * looks.pollingIntervalSeconds };
        workers.push(() => boss.work(lost(name), { ...fewLooks, ...settling }, eachByItself(name, giveUp, log)));
      }),
    async start() {
      for (const begin of workers.splice(0)) await begin();
    },
    isReachable: () =>
      boss.schemaVersion().then(
        (version) => version !== null,
        () => false,
      ),
    close: () => boss.stop({ graceful: true, timeout: closingTime }),
  };
}

// Each job of a batch is done or not, whatever becomes of the others.
const settling = { perJobResults: true, burstWhenBatchFull: true } as const;

async function declare<Data>(boss: PgBoss, name: string, kind: JobKind<Data>): Promise<void> {
  const { retries, giveUp, limits, cron } = kind;
  const tries = retries
    ? { retryLimit: retries.limit, retryDelay: retries.delay, retryBackoff: true, retryDelayMax: retries.longestDelay }
    : { retryLimit: 0 };
  const noticing = limits && { heartbeatSeconds: limits.heartbeat, expireInSeconds: limits.duration };
  if (giveUp) await setUp(boss, lost(name), tries);
  await setUp(boss, name, { ...tries, ...noticing, ...(giveUp && { deadLetter: lost(name) }) });
  if (cron) await boss.schedule(name, cron);
}

// A queue that is there already keeps the options of the version that made it, unless it is told.
async function setUp(boss: PgBoss, name: string, options: Parameters<PgBoss['createQueue']>[1]): Promise<void> {
  await boss.createQueue(name, options);
  await boss.updateQueue(name, options);
}

// The queue of the jobs of a kind whose last try has failed.
function lost(name: string): string {
  return `${name}-undelivered`;
}

function eachByItself<Data>(name: string, work: (data: Data) => Promise<void>, log: Logger) {
  return (jobs: { id: string; data: Data }[]): Promise<JobResult[]> =>
    Promise.all(
      jobs.map(async ({ id, data }): Promise<JobResult> => {
        try {
          await work(data);
          return { id, status: 'completed' };
        } catch (error) {
          const fault = faultOf(error);
          log.warn({ job: name, data, ...fault }, 'a job has failed');
          return { id, status: 'failed', output: fault };
        }
      }),
    );
}

// A mail server's message may repeat the text of a mail: only its code is kept.
function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: 'unknown' };
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return { error: error.name, code, responseCode };
}

function seldom(tell: (error: Error) => void): (error: Error) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (error) => {
    const now = performance.now();
    if (now - told < betweenWarnings) return;
    told = now;
    tell(error);
  };
}

async function orDatabaseError(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new DatabaseError(
      `La cola de trabajos no se pudo abrir (${error instanceof Error ? error.message : error}).`,
    );
  }
}
