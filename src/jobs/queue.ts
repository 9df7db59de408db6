import { fromKysely, type JobResult, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../data/database/database.ts';
import { DatabaseError } from '../data/database/errors.ts';
import type { Enqueue, MailKey } from '../data/records/outbox.ts';

/** The queue of mails, shared by all processes on a database. */
export type Queue = {
  /** Puts a mail into the queue in the transaction of a change: it comes with the change or not at all. */
  enqueue: Enqueue;
  /** True while the queue answers. */
  answers(): Promise<boolean>;
  /** Starts working, with a look every second or as told: each mail is tried until it is sent or its last try fails. */
  work(mail: MailWork, everySeconds?: number): Promise<void>;
  /** Starts sweeping now and then: each time in one of all processes. */
  sweep(work: () => Promise<void>): Promise<void>;
  /** Ends after what is being sent. */
  close(): Promise<void>;
};

export type MailWork = {
  /** Throws where the mail has not gone out. May be asked twice for one mail: after a process died over it. */
  send(mail: MailKey): Promise<void>;
  /** After the last try. */
  giveUp(mail: MailKey): Promise<void>;
};

const mailQueue = 'mail';
const undeliveredQueue = 'mail-undelivered';
const sweepQueue = 'sweep';
const everyTenMinutes = '*/10 * * * *';

// D5: the first try, then eight more after 10 to 20 s, twice as long each time with that jitter, up to an hour.
const tries = { retryLimit: 8, retryDelay: 10, retryBackoff: true, retryDelayMax: 3_600 };

// A process that died over a mail is noticed when its heartbeat stays away.
const noticing = { heartbeatSeconds: 20, expireInSeconds: 180 };
const supervision = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 };

// A change runs as soce_app: it may add jobs, and sees nothing of those there are but the number of its own. The lock
// is for two processes that start at once, who would otherwise change one row of the catalogue at once.
const grants = `
  select pg_advisory_xact_lock(hashtext('soce pgboss grants'));
  grant usage on schema pgboss to soce_app;
  grant insert, select (id) on pgboss.job_common to soce_app;
  grant select on pgboss.queue to soce_app`;

// The workers look every second: each failure in a line of its own would fill the log.
const betweenWarnings = 10_000;

const closingTime = 8_000;

/** Opens the queue and brings its schema, which is the library's own, up to date. Throws DatabaseError. */
export async function openQueue(database: Database, log: Logger): Promise<Queue> {
  const boss = new PgBoss({
    db: database.statements,
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    ...supervision,
    // Sweeping comes every ten minutes: it need not be looked for every few seconds.
    cronWorkerIntervalSeconds: 45,
  });
  // While the database is away (F2) each look fails; the next one that finds it goes on.
  boss.on(
    'error',
    seldom((error) => log.warn({ message: error.message }, 'the mail queue could not be asked')),
  );
  try {
    await boss.start();
    await setUpQueue(boss, undeliveredQueue, tries);
    await setUpQueue(boss, mailQueue, { ...tries, ...noticing, deadLetter: undeliveredQueue });
    await database.statements.executeSql(grants);
  } catch (error) {
    throw new DatabaseError(`La cola de correos no se pudo abrir (${error instanceof Error ? error.message : error}).`);
  }
  return {
    enqueue: async (scope, mail) => {
      await boss.send(mailQueue, mail, { db: fromKysely(scope) });
    },
    answers: () =>
      boss.schemaVersion().then(
        (version) => version !== null,
        () => false,
      ),
    async work({ send, giveUp }, everySeconds = 1) {
      const often = {
        batchSize: 10,
        perJobResults: true,
        burstWhenBatchFull: true,
        pollingIntervalSeconds: everySeconds,
      } as const;
      await boss.work(mailQueue, often, (jobs: Job[]) => eachByItself(jobs, send, log));
      await boss.work(undeliveredQueue, { ...often, pollingIntervalSeconds: 5 * everySeconds }, (jobs: Job[]) =>
        eachByItself(jobs, giveUp, log),
      );
    },
    async sweep(work) {
      await setUpQueue(boss, sweepQueue, { retryLimit: 0 });
      await boss.schedule(sweepQueue, everyTenMinutes);
      await boss.work(sweepQueue, { pollingIntervalSeconds: 60 }, work);
    },
    close: () => boss.stop({ graceful: true, timeout: closingTime }),
  };
}

// One that is there already keeps the options of the version that made it, unless told.
async function setUpQueue(boss: PgBoss, name: string, options: Parameters<PgBoss['createQueue']>[1]): Promise<void> {
  await boss.createQueue(name, options);
  await boss.updateQueue(name, options);
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

type Job = { id: string; data: MailKey };

function eachByItself(jobs: Job[], work: (mail: MailKey) => Promise<void>, log: Logger): Promise<JobResult[]> {
  return Promise.all(
    jobs.map(async ({ id, data }): Promise<JobResult> => {
      try {
        await work(data);
        return { id, status: 'completed' };
      } catch (error) {
        const fault = faultOf(error);
        log.warn({ mail: data, ...fault }, 'a mail has not gone out');
        return { id, status: 'failed', output: fault };
      }
    }),
  );
}

// What a server says may repeat the letter's text: only its code is kept.
function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: 'unknown' };
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return { error: error.name, code, responseCode };
}
