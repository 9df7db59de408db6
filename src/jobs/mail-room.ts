import type { Logger } from 'pino';
import type { Database } from '../data/database/database.ts';
import { sweep } from '../data/outside/sweep.ts';
import { type Outbox, openOutbox } from '../data/records/outbox.ts';
import type { Secrets } from '../data/secrets/derived.ts';
import type { Clock } from '../domain/civil-date.ts';
import { mailWork } from './mail.ts';
import { folderTransport, type Sender, smtpTransport } from './mail-transport.ts';
import { openQueue } from './queue.ts';

/** What mail goes by: folder is where mails are written without a mailUrl. */
export type MailSettings = {
  database: Database;
  secrets: Secrets;
  clock: Clock;
  baseUrl: URL;
  mailUrl: URL | undefined;
  from: Sender;
  folder: string;
  log: Logger;
};

/** Mail from the change that posts it to the server that takes it over. */
export type MailRoom = { outbox: Outbox; queueAnswers: () => Promise<boolean>; close: () => Promise<void> };

/** Opens the queue and works on it, until it is closed: sends mails, sweeps what is over. Throws DatabaseError. */
export async function openMailRoom(settings: MailSettings): Promise<MailRoom> {
  const { database, secrets, clock, baseUrl, mailUrl, from, folder, log } = settings;
  const queue = await openQueue(database, log);
  const outbox = openOutbox(queue.enqueue);
  const transport = mailUrl ? smtpTransport(mailUrl, from) : folderTransport(folder, from);
  await queue.work(mailWork({ database, secrets, transport, clock, baseUrl }));
  await queue.sweep(() => sweep(database, clock()));
  return {
    outbox,
    queueAnswers: queue.answers,
    close: async () => {
      await queue.close();
      transport.close();
    },
  };
}
