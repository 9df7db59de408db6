import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Database, migrate } from '../../../src/data/database/database.ts';
import { openEmbedded } from '../../../src/data/database/embedded.ts';
import { openServer } from '../../../src/data/database/server.ts';
import { cachedFolder, madeOnce } from './cache.ts';
import { execute } from './postgres.ts';

/** A database for one test file. `close` drops it. */
export type FreshDatabase = Database & { url: string };

type FreshOptions = {
  /** The database to copy; the migrated one by default. */
  template?: string;
  /** Copies a database without tables. */
  empty?: boolean;
  poolSize?: number;
};

/**
 * Creates a database on the run's PostgreSQL server and opens it with the role that the product has. Close it with
 * `afterAll(() => database.close())`.
 */
export async function freshDatabase(options: FreshOptions = {}): Promise<FreshDatabase> {
  if (inject('stageOn') === 'embedded') throw new Error('A test that runs on both databases gets its own by onStage.');
  const { adminUrl, ownerUrl, template } = inject('run');
  const source = options.empty ? 'template1' : (options.template ?? template);
  const url = new URL(ownerUrl);
  const name = `soce_${randomBytes(6).toString('hex')}`;
  url.pathname = name;
  // Copying the files takes a quarter of the time of copying the pages through the log.
  await execute(adminUrl, [`create database ${name} template ${source} strategy file_copy owner ${url.username}`]);
  const database = openServer(url.href, options.poolSize === undefined ? {} : { poolSize: options.poolSize });
  return {
    ...database,
    url: url.href,
    close: async () => {
      await database.close();
      await execute(adminUrl, [`drop database if exists ${name} with (force)`]);
    },
  };
}

/** Creates a migrated embedded database for one test file. `close` removes it. */
export async function freshEmbedded(): Promise<Database> {
  const own = mkdtempSync(join(inject('run').folder, 'embedded-'));
  await layMigrated(own);
  const database = await openEmbedded(own);
  return {
    ...database,
    close: async () => {
      await database.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

/** Opens the embedded database of a folder for the time of the work; gives the work's result. */
export async function inFolder<T>(folder: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openEmbedded(folder);
  return work(database).finally(() => database.close());
}

/** Opens a server's database for the time of the work; gives the work's result. */
export async function onServer<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openServer(url);
  return work(database).finally(() => database.close());
}

/** Copies the files of an empty embedded database into a folder, which is faster than making them. */
export async function layEmbedded(folder: string): Promise<void> {
  const made = await cachedFolder('@electric-sql/pglite', async (draft) => {
    const database = await openEmbedded(draft);
    await database.close();
  });
  cpSync(made, folder, { recursive: true });
}

/** Copies the files of a migrated, empty embedded database into a folder. They are made once a run. */
export async function layMigrated(folder: string): Promise<void> {
  const made = await madeOnce(join(inject('run').folder, 'migrated'), async (draft) => {
    await layEmbedded(draft);
    await inFolder(draft, migrate);
  });
  cpSync(made, folder, { recursive: true });
}
