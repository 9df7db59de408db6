import type { Database } from '../data/database/database.ts';
import { type Outbox, openOutbox } from '../data/records/mail.ts';
import { openPosting } from './queue.ts';

/** Does work that posts mails, outside a server; the next server, or one that runs, sends them. Throws DatabaseError. */
export async function withOutbox<T>(database: Database, work: (outbox: Outbox) => Promise<T>): Promise<T> {
  const { post, close } = await openPosting(database);
  try {
    return await work(openOutbox(post));
  } finally {
    await close();
  }
}
