import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { fromPglite } from 'pg-boss';
import type { Database, Scope } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import type { Schema } from './schema.ts';

/**
 * Opens the embedded database in a folder and locks the folder for this process; without a folder the database is in
 * memory. A new one is filled in a folder beside and then moved, so that a crash leaves nothing half filled (F1).
 * Throws DataFolderError.
 */
export async function openEmbedded(
  folder?: string,
  fill?: (database: Database) => Promise<unknown>,
): Promise<Database> {
  if (folder === undefined) return openPglite(undefined, () => {});
  const unlock = lockFolder(folder);
  try {
    // The embedded database makes its files readable for everybody, so the folder is its owner's alone, whoever made it.
    chmodSync(folder, 0o700);
    const dataDir = join(folder, 'pg');
    if (fill && !existsSync(dataDir)) await fillBeside(dataDir, fill);
    return await openPglite(dataDir, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function fillBeside(dataDir: string, fill: (database: Database) => Promise<unknown>): Promise<void> {
  const newDir = `${dataDir}.new`;
  rmSync(newDir, { recursive: true, force: true });
  const database = await openPglite(newDir, () => {});
  await fill(database).finally(() => database.close());
  renameSync(newDir, dataDir);
}

async function openPglite(dataDir: string | undefined, unlock: () => void): Promise<Database> {
  const pglite = await PGlite.create({
    ...(dataDir === undefined ? {} : { dataDir }),
    parsers: { [types.DATE]: (text: string) => text, [types.INT8]: Number },
  });
  const owner = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  const inScope: Database['inScope'] = (ruc, work) =>
    owner.transaction().execute(async (scope) => {
      await sql`select set_config('role', 'soce_app', true), set_config('soce.ruc', ${ruc}, true)`.execute(scope);
      return work(scope as Scope, (statements) => statements);
    });
  return {
    kind: 'embedded',
    owner,
    readInScope: (ruc, query) => inScope(ruc, async (scope) => (await scope.executeQuery(query)).rows),
    inScope,
    statements: fromPglite(pglite),
    close: async () => {
      await owner.destroy();
      unlock();
    },
  };
}
