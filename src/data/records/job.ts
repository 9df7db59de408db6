import type { Transaction } from '../database/database.ts';

/**
 * The data of each kind of job, by the kind's name. A new kind is a line here, a file in src/jobs/, and a line in
 * src/jobs/start.ts.
 */
export type Jobs = { mail: MailKey; recovery: RecoveryKey; sweep: null };

export type JobName = keyof Jobs;

/** A mail among those of its entity. */
export type MailKey = { ruc: string; id: number };

/** The draft of a recovery whose letter was accepted. */
export type RecoveryKey = { draftId: string };

/** Posts a job in the transaction of a change: the job is there once the change is, and never without it. */
export type PostJob = <Name extends JobName>(transaction: Transaction, name: Name, data: Jobs[Name]) => Promise<void>;
