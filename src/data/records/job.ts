import type { Transaction } from '../database/database.ts';

/**
 * The data of each kind of job, by the kind's name. To add a kind, add a line here, a file in src/jobs/, and a line in
 * src/jobs/start.ts.
 */
export type Jobs = {
  mail: MailKey;
  recovery: RecoveryKey;
  import: ImportKey;
  sweep: null;
  'delegation-notices': null;
};

export type JobName = keyof Jobs;

/** Names a mail among those of all entities. */
export type MailKey = { ruc: string; id: number };

/** Names the draft of an accepted recovery. */
export type RecoveryKey = { draftId: string };

/** Names an import among those of all entities. */
export type ImportKey = { ruc: string; id: number };

/** Posts a job in the transaction of a change, so that the job is queued only if the change is committed. */
export type PostJob = <Name extends JobName>(transaction: Transaction, name: Name, data: Jobs[Name]) => Promise<void>;

/** Posts no jobs, for changes in the past of the demonstration. */
export const discardingJobs: PostJob = async () => {};
