import type { Logger } from 'pino';
import type { Database } from '../data/database/database.ts';
import type { PostJob } from '../data/records/job.ts';
import { type Outbox, openOutbox } from '../data/records/mail.ts';
import type { Secrets } from '../data/secrets/derived.ts';
import type { Clock } from '../domain/civil-date.ts';
import type { Catalogs } from '../domain/contact.ts';
import { delegationNoticesJob } from './delegation-notices.ts';
import { importJob } from './import.ts';
import { mailJob } from './mail.ts';
import { folderTransport, type Sender, smtpTransport } from './mail-transport.ts';
import { openQueue } from './queue.ts';
import { recoveryJob } from './recovery.ts';
import { sweepJob } from './sweep.ts';

/** The parts that jobs need; without a mailUrl mails are written to the folder. */
type JobParts = {
  database: Database;
  secrets: Secrets;
  catalogs: Catalogs;
  clock: Clock;
  baseUrl: URL;
  mailUrl: URL | undefined;
  from: Sender;
  folder: string;
  log: Logger;
};

/** The running jobs of this process. */
export type RunningJobs = {
  postJob: PostJob;
  outbox: Outbox;
  isQueueReachable: () => Promise<boolean>;
  close: () => Promise<void>;
};

/** Opens the queue and begins working on every kind of job. Throws DatabaseError. */
export async function startJobs(parts: JobParts): Promise<RunningJobs> {
  const { database, secrets, catalogs, clock, baseUrl, mailUrl, from, folder, log } = parts;
  const queue = await openQueue(database, log);
  const outbox = openOutbox(queue.post);
  const transport = mailUrl ? smtpTransport(mailUrl, from) : folderTransport(folder, from);
  await queue.on('mail', mailJob({ database, secrets, transport, clock, baseUrl }));
  await queue.on('recovery', recoveryJob({ database, outbox, secrets, clock }));
  await queue.on('import', importJob({ database, outbox, postJob: queue.post, secrets, catalogs, clock }));
  await queue.on('sweep', sweepJob({ database, outbox, clock }));
  await queue.on('delegation-notices', delegationNoticesJob({ database, outbox, clock }));
  await queue.start();
  return {
    postJob: queue.post,
    outbox,
    isQueueReachable: queue.isReachable,
    close: async () => {
      await queue.close();
      transport.close();
    },
  };
}
