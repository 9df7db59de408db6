import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { type Database, migrate } from '../../src/data/database/database.ts';
import { openEmbedded } from '../../src/data/database/embedded.ts';
import { freshDatabase, layEmbedded } from '../support/server/database.ts';
import { type Inbox, type InboxOptions, openInbox } from '../support/server/inbox.ts';
import { type Product, startProduct } from '../support/server/product.ts';
import type { UserState } from '../support/stage/cast.ts';
import { type Delegate, registerDelegates } from './mailing.ts';
import { key } from './municipality.ts';

/** A database with people in it, and the place their mails go to. */
export type MailOffice = {
  people: Delegate[];
  inbox: Inbox;
  /** What a process on this database is told. */
  environment: Record<string, string>;
  /** The data folder. */
  folder: string;
  /** Starts a process; what is told besides comes last. */
  start(more?: Record<string, string>): Promise<Product>;
  /** Looks into the database: an embedded one only while no process runs. */
  look<T>(work: (database: Database) => Promise<T>): Promise<T>;
};

type Options = { kind?: 'server' | 'embedded'; inbox?: InboxOptions; state?: UserState };

/** Opens offices, all of which are closed after the file's tests. */
export function mailOffices(): (names: string[], options?: Options) => Promise<MailOffice> {
  const closing: (() => unknown)[] = [];
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });
  return async (names, { kind = 'server', inbox: where = {}, state = 'settled' } = {}) => {
    const inbox = await openInbox(where);
    closing.push(inbox.close);
    const folder = mkdtempSync(join(inject('run').folder, 'office-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const { look, place } = kind === 'server' ? await onServer(closing) : await inFolder(folder);
    const people = await look(async (database) => {
      await migrate(database);
      return registerDelegates(database, names, state);
    });
    const environment = { SOCE_DATA_DIR: folder, SOCE_KEY: key, MAIL_URL: inbox.url.href, ...place };
    const start = async (more: Record<string, string> = {}) => {
      const product = await startProduct({ ...environment, ...more });
      closing.push(async () => {
        product.kill('SIGKILL');
        await product.ended;
      });
      return product;
    };
    return { people, inbox, environment, folder, start, look };
  };
}

type Place = { look: MailOffice['look']; place: Record<string, string> };

async function onServer(closing: (() => unknown)[]): Promise<Place> {
  const database = await freshDatabase();
  closing.push(database.close);
  return { look: (work) => work(database), place: { DATABASE_URL: database.url } };
}

async function inFolder(folder: string): Promise<Place> {
  await layEmbedded(folder);
  return {
    place: {},
    look: async (work) => {
      const database = await openEmbedded(folder);
      return work(database).finally(() => database.close());
    },
  };
}
