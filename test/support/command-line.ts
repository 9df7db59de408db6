import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Database, migrate } from '../../src/data/database.ts';
import { openEmbedded } from '../../src/data/embedded-database.ts';

/** How a command ended, and what it wrote. */
export type Ended = { code: number | string | null | undefined; out: string; err: string };

const root = join(import.meta.dirname, '../..');

/** The command line in processes of their own, with data folders that go when the test file has run. */
export function commandLine() {
  const scratch = mkdtempSync(join(tmpdir(), 'soce-cli-'));
  const original = join(scratch, 'original');
  let folders = 0;
  beforeAll(() => inDatabase(original, migrate));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  /** A data folder that isn't there yet. */
  function untouched(): string {
    folders += 1;
    return join(scratch, String(folders));
  }

  return {
    untouched,

    /** A data folder with an empty database that is up to date. */
    migrated: (): string => {
      const folder = untouched();
      cpSync(original, folder, { recursive: true });
      return folder;
    },

    /** Runs a command on a data folder or in an environment; Node strips the types. */
    soce: (where: string | Record<string, string>, ...args: string[]): Promise<Ended> => {
      const settings = typeof where === 'string' ? { SOCE_DATA_DIR: where } : { SOCE_DATA_DIR: untouched(), ...where };
      const env = { NODE_COMPILE_CACHE: join(scratch, 'compiled'), ...settings };
      return new Promise((resolve) => {
        execFile(process.execPath, ['src/cli.ts', ...args], { cwd: root, env }, (error, out, err) =>
          resolve({ code: error ? error.code : 0, out, err }),
        );
      });
    },
  };
}

/** Works on the embedded database of a folder, and closes it. */
export async function inDatabase<T>(folder: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openEmbedded(folder);
  return work(database).finally(() => database.close());
}
