import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { type Database, migrate } from '../../../src/data/database/database.ts';
import { type FreshDatabase, freshDatabase, inFolder } from './database.ts';
import { builtProduct } from './product.ts';

/** How a command ended, and what it wrote. */
export type Ended = { code: number | string | null | undefined; out: string; err: string };

/** The command line in processes of their own, with databases that go when the test file has run. */
export function commandLine() {
  const scratch = mkdtempSync(join(tmpdir(), 'soce-cli-'));
  const program = join(builtProduct(), 'dist/src/cli.js');
  const original = join(scratch, 'original');
  let folders = 0;
  let made: Promise<unknown> | undefined;
  const opened: FreshDatabase[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    rmSync(scratch, { recursive: true, force: true });
  });

  /** A data folder that isn't there yet. */
  function untouched(): string {
    folders += 1;
    return join(scratch, String(folders));
  }

  return {
    untouched,

    /** A data folder with an empty database that is up to date. */
    migrated: async (): Promise<string> => {
      made ??= inFolder(original, migrate);
      await made;
      const folder = untouched();
      cpSync(original, folder, { recursive: true });
      return folder;
    },

    /** An empty database of a server, up to date, and the settings with which a command finds it: in a third of the time. */
    onServer: async (): Promise<{ database: Database; settings: Record<string, string> }> => {
      const database = await freshDatabase();
      opened.push(database);
      return { database, settings: { DATABASE_URL: database.url, SOCE_KEY: randomBytes(32).toString('hex') } };
    },

    /** Runs a command on a data folder or in an environment, built as `npm run soce` does it. */
    soce: (where: string | Record<string, string>, ...args: string[]): Promise<Ended> => {
      const settings = typeof where === 'string' ? { SOCE_DATA_DIR: where } : { SOCE_DATA_DIR: untouched(), ...where };
      const env = { NODE_COMPILE_CACHE: join(inject('run').folder, 'compiled'), ...settings };
      return new Promise((resolve) => {
        execFile(process.execPath, [program, ...args], { env }, (error, out, err) =>
          resolve({ code: error ? error.code : 0, out, err }),
        );
      });
    },
  };
}
