import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { freshDatabase, inFolder, layMigrated } from '../support/server/database.ts';
import { type Inbox, type InboxOptions, openInbox } from '../support/server/inbox.ts';
import { type Product, startProduct } from '../support/server/product.ts';
import type { CastUser, UserState } from '../support/stage/cast.ts';
import { registerDelegates } from './mailing.ts';
import { key } from './municipality.ts';

/** A database with users, an inbox for their mails, and the means to start the product on them. */
export type MailOffice<Name extends string = string> = {
  people: Record<Name, CastUser>;
  inbox: Inbox;
  /** The settings of a process on this database. */
  environment: Record<string, string>;
  /** The data folder. */
  folder: string;
  /** Starts a process, with further settings. */
  start(more?: Record<string, string>): Promise<Product>;
  /** Works on the database; on an embedded one only while no process runs. */
  look<T>(work: (database: Database) => Promise<T>): Promise<T>;
};

type OpenOffice = <Name extends string>(names: Name[], options?: Options) => Promise<MailOffice<Name>>;

type Options = { kind?: 'server' | 'embedded'; inbox?: InboxOptions; state?: UserState };

/** Gives a function that opens mail offices. All are closed after the tests of the file. */
export function mailOffices(): OpenOffice {
  const closing: (() => unknown)[] = [];
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });
  const open: OpenOffice = async (names, { kind = 'server', inbox: where = {}, state = 'settled' } = {}) => {
    const inbox = await openInbox(where);
    closing.push(inbox.close);
    const folder = mkdtempSync(join(inject('run').folder, 'office-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const { look, place } = kind === 'server' ? await onServer(closing) : await onEmbedded(folder);
    const people = await look((database) => registerDelegates(database, names, state));
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
  // Offices open one after the other: an embedded database blocks this process, and another office's connections would
  // time out meanwhile.
  let turn: Promise<unknown> = Promise.resolve();
  return (names, options) => {
    const office = turn.then(() => open(names, options));
    turn = office.catch(() => {});
    return office;
  };
}

type Place = { look: MailOffice['look']; place: Record<string, string> };

async function onServer(closing: (() => unknown)[]): Promise<Place> {
  const database = await freshDatabase();
  closing.push(database.close);
  return { look: (work) => work(database), place: { DATABASE_URL: database.url } };
}

async function onEmbedded(folder: string): Promise<Place> {
  await layMigrated(folder);
  return {
    place: {},
    look: (work) => inFolder(folder, work),
  };
}
