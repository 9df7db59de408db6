import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { type FreshDatabase, freshDatabase, layMigrated } from './database.ts';
import { builtProduct, shortLived } from './product.ts';

/** A command's exit code and output. */
type Ended = { code: number | string | null | undefined; out: string; err: string };

/** Runs the command line in separate processes. Its databases are removed after the test file. */
export function commandLine() {
  const scratch = mkdtempSync(join(tmpdir(), 'soce-cli-'));
  const program = join(builtProduct(), 'dist/src/cli.js');
  let folders = 0;
  const opened: FreshDatabase[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    rmSync(scratch, { recursive: true, force: true });
  });

  /** Gives the path of a data folder that does not exist yet. */
  function untouched(): string {
    folders += 1;
    return join(scratch, String(folders));
  }

  function settingsOf(where: string | Record<string, string>): Record<string, string> {
    const settings = typeof where === 'string' ? { SOCE_DATA_DIR: where } : { SOCE_DATA_DIR: untouched(), ...where };
    return { NODE_COMPILE_CACHE: join(inject('run').folder, 'compiled'), ...settings };
  }

  return {
    untouched,

    /** Makes a data folder with a migrated, empty database; gives its path. */
    migrated: async (): Promise<string> => {
      const folder = untouched();
      await layMigrated(folder);
      return folder;
    },

    /** Makes a migrated, empty database on the server, three times as fast; gives it with the settings of a command. */
    onServer: async (): Promise<{ database: Database; settings: Record<string, string> }> => {
      const database = await freshDatabase();
      opened.push(database);
      return { database, settings: { DATABASE_URL: database.url, SOCE_KEY: randomBytes(32).toString('hex') } };
    },

    /** Runs a command of the built product, on a data folder or with these settings. */
    soce: (where: string | Record<string, string>, ...args: string[]): Promise<Ended> =>
      ending(process.execPath, [...shortLived, program, ...args], settingsOf(where)),

    /** Runs a command whose output goes to a file. */
    soceTo: (file: string, where: string | Record<string, string>, ...args: string[]): Promise<Ended> => {
      const redirected = ['-c', 'exec "$@" > "$0"', file, process.execPath, ...shortLived, program, ...args];
      return ending('sh', redirected, settingsOf(where));
    },
  };
}

function ending(file: string, args: string[], env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { env }, (error, out, err) => resolve({ code: error ? error.code : 0, out, err }));
  });
}
