import { fromKysely, type JobResult, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../data/database/database.ts';
import { explained } from '../data/database/database-faults.ts';
import { DatabaseError } from '../data/database/errors.ts';
import type { JobName, Jobs, PostJob } from '../data/records/job.ts';

/** The queue of jobs of every kind, shared by all processes on a database. */
export type Queue = {
  post: PostJob;
  /** Declares a kind of job, so that it can be posted. Work on it begins with start. */
  on<Name extends JobName>(name: Name, kind: JobKind<Jobs[Name]>): Promise<void>;
  /** Begins work on the declared kinds. */
  start(): Promise<void>;
  /** Says whether the queue is reachable. */
  isReachable(): Promise<boolean>;
  /** Stops taking jobs and waits up to 8 s for the running ones. */
  close(): Promise<void>;
};

/** A kind of job: its work, its tries and its schedule. */
export type JobKind<Data> = {
  /** Does a job; throws if it fails. May be called twice for one job, if a process has died over it. */
  work(data: Data): Promise<void>;
  /** True if a job that was posted at that moment comes too late and isn't to be done; none does by default. */
  isTooLate?(postedAt: Date): boolean;
  /** The further tries of a failed job; none by default. */
  retries?: Retries;
  /** Settles a job whose last try has failed. Tried again like the work. */
  giveUp?(data: Data): Promise<void>;
  /** In seconds: the silence of a process after which its job is given to another, and the longest run of a job. */
  limits?: { heartbeat: number; duration: number };
  /** The number of jobs that a process takes and does at once; one by default. */
  atOnce?: number;
  /** The seconds between two looks for jobs; one by default. After a full batch the next look comes at once. */
  lookEvery?: number;
  /** The schedule, a cron line, by which the queue posts a job itself, once for all processes. */
  cron?: string;
  /** The time zone of the schedule; UTC by default. */
  timeZone?: string;
  /** True if a job that fell due while no process ran is posted by the next one to start: the last of them, once. */
  madeUp?: boolean;
};

/**
 * The tries after the first. Their delays, in seconds, double from one to the next, are lengthened by chance up to
 * twice, and never exceed the longest.
 */
type Retries = { limit: number; delay: number; longestDelay: number };

/**
 * The options of jobs that must not be lost (D5): eight more tries after the first, over about an hour, the first after
 * 10 to 20 s. A process that dies over a job is noticed within half a minute.
 */
export const persistently = {
  retries: { limit: 8, delay: 10, longestDelay: 3_600 },
  limits: { heartbeat: 20, duration: 180 },
};

// Each process looks for missing heartbeats of the others, in seconds.
const supervision = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 };

// Scheduled jobs are minutes apart, so the library's look every few seconds would be a waste.
const schedules = { cronWorkerIntervalSeconds: 45 };

// Changes run as soce_app, which may add jobs and see their ids, nothing else. The lock lets processes that start at
// the same time take turns, because both change the same rows of PostgreSQL's catalog.
const grants = `
  select pg_advisory_xact_lock(hashtext('soce pgboss grants'));
  grant usage on schema pgboss to soce_app;
  grant insert, select (id) on pgboss.job_common to soce_app;
  grant select on pgboss.queue to soce_app`;

// Workers look every second, and a warning for each failed look would fill the log. In milliseconds.
const betweenWarnings = 10_000;

const closingTime = 8_000;

/** Opens the queue and migrates the library's schema; pace multiplies the time between looks. Throws DatabaseError. */
export async function openQueue(database: Database, log: Logger, { pace = 1 } = {}): Promise<Queue> {
  const boss = new PgBoss({
    db: database.statements,
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    ...supervision,
    ...schedules,
  });
  // While the database is gone each look fails; work goes on when one succeeds again (F2).
  boss.on(
    'error',
    rarely((error) => log.warn({ message: error.message }, 'the queue could not be asked')),
  );
  const workers: (() => Promise<unknown>)[] = [];
  await orDatabaseError(async () => {
    await boss.start();
    await database.statements.executeSql(grants);
  });
  return {
    post: postTo(boss),
    on: (name, kind) =>
      orDatabaseError(async () => {
        await declare(boss, name, kind);
        const looks = { batchSize: kind.atOnce ?? 1, pollingIntervalSeconds: pace * (kind.lookEvery ?? 1) };
        workers.push(() => boss.work(name, { ...looks, ...settling }, eachByItself(name, kind, log)));
        const { giveUp } = kind;
        if (!giveUp) return;
        const fewLooks = { ...looks, pollingIntervalSeconds: 5 * looks.pollingIntervalSeconds };
        workers.push(() =>
          boss.work(lost(name), { ...fewLooks, ...settling }, eachByItself(name, { work: giveUp }, log)),
        );
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

/** The queue as the command line uses it: it posts mails, and a server sends them. */
type Posting = Pick<Queue, 'post' | 'close'>;

/** Opens the queue for posting mails alone, and migrates the library's schema. Throws DatabaseError. */
export async function openPosting(database: Database): Promise<Posting> {
  const { statements: db, kind } = database;
  const backend = kind === 'embedded' ? 'pglite' : 'postgres';
  const boss = new PgBoss({ db, backend, supervise: false, schedule: false });
  // What fails here fails the command, too.
  boss.on('error', () => {});
  await orDatabaseError(async () => {
    await boss.start();
    await db.executeSql(grants);
    await declare(boss, 'mail', { ...persistently, giveUp: true });
  });
  return { post: postTo(boss), close: () => boss.stop({ graceful: false }) };
}

function postTo(boss: PgBoss): PostJob {
  return async (transaction, name, data) => {
    await boss.send(name, data, { db: fromKysely(transaction) });
  };
}

// Each job of a batch succeeds or fails by itself, and comes with the moment at which it was posted.
const settling = { perJobResults: true, burstWhenBatchFull: true, includeMetadata: true } as const;

type Declared = Pick<JobKind<never>, 'retries' | 'limits' | 'cron' | 'timeZone' | 'madeUp'> & {
  giveUp?: true | JobKind<never>['giveUp'];
};

async function declare(boss: PgBoss, name: string, kind: Declared): Promise<void> {
  const { retries, giveUp, limits, cron, timeZone, madeUp } = kind;
  const tries = retries
    ? { retryLimit: retries.limit, retryDelay: retries.delay, retryBackoff: true, retryDelayMax: retries.longestDelay }
    : { retryLimit: 0 };
  const noticing = limits && { heartbeatSeconds: limits.heartbeat, expireInSeconds: limits.duration };
  if (giveUp) await setUp(boss, lost(name), tries);
  await setUp(boss, name, { ...tries, ...noticing, ...(giveUp && { deadLetter: lost(name) }) });
  if (cron) await boss.schedule(name, cron, null, { tz: timeZone, missed: madeUp ? 'once' : 'skip' });
}

// createQueue leaves an existing queue as an earlier version made it, so its options are set anew.
async function setUp(boss: PgBoss, name: string, options: Parameters<PgBoss['createQueue']>[1]): Promise<void> {
  await boss.createQueue(name, options);
  await boss.updateQueue(name, options);
}

// Names the queue of a kind's jobs whose last try has failed.
function lost(name: string): string {
  return `${name}-undelivered`;
}

type JobWork<Data> = Pick<JobKind<Data>, 'work' | 'isTooLate'>;

function eachByItself<Data>(name: string, { work, isTooLate }: JobWork<Data>, log: Logger) {
  return (jobs: { id: string; data: Data; createdOn: Date }[]): Promise<JobResult[]> =>
    Promise.all(
      jobs.map(async ({ id, data, createdOn }): Promise<JobResult> => {
        try {
          if (!isTooLate?.(createdOn)) await work(data);
          return { id, status: 'completed' };
        } catch (error) {
          const fault = faultOf(error);
          log.warn({ job: name, data, ...fault }, 'a job has failed');
          return { id, status: 'failed', output: fault };
        }
      }),
    );
}

// The message of a mail server may repeat the text of a mail, so the log gets its code only (R6).
function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: 'unknown' };
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return { error: error.name, code, responseCode };
}

// Drops warnings that follow another too soon.
function rarely(warn: (error: Error) => void): (error: Error) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    const now = performance.now();
    if (now - lastAt < betweenWarnings) return;
    lastAt = now;
    warn(error);
  };
}

async function orDatabaseError(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw (
      explained(error) ??
      new DatabaseError(`La cola de trabajos no se pudo abrir (${error instanceof Error ? error.message : error}).`)
    );
  }
}
