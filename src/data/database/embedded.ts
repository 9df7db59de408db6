import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { fromPglite } from 'pg-boss';
import type { Database, Scope } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import type { Schema } from './schema.ts';

/**
 * Opens the embedded database in a folder, which it locks for this process; without a folder it lives in memory. A new
 * one is first filled beside its place, so that a crash meanwhile leaves nothing half filled. Throws FolderInUse.
 */
export async function openEmbedded(
  folder?: string,
  fill?: (database: Database) => Promise<unknown>,
): Promise<Database> {
  if (folder === undefined) return openPglite(undefined, () => {});
  const unlock = lockFolder(folder);
  try {
    const place = join(folder, 'pg');
    if (fill && !existsSync(place)) await fillBeside(place, fill);
    return await openPglite(place, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function fillBeside(place: string, fill: (database: Database) => Promise<unknown>): Promise<void> {
  const draft = `${place}.new`;
  rmSync(draft, { recursive: true, force: true });
  const database = await openPglite(draft, () => {});
  await fill(database).finally(() => database.close());
  renameSync(draft, place);
}

async function openPglite(place: string | undefined, unlock: () => void): Promise<Database> {
  const pglite = await PGlite.create({
    ...(place === undefined ? {} : { dataDir: place }),
    parsers: { [types.DATE]: (text: string) => text, [types.INT8]: Number },
  });
  const owner = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  const inScope: Database['inScope'] = (ruc, work) =>
    owner.transaction().execute(async (scope) => {
      await sql`select set_config('role', 'soce_app', true), set_config('soce.ruc', ${ruc}, true)`.execute(scope);
      return work(scope as Scope);
    });
  return {
    kind: 'embedded',
    owner,
    ask: async (query) => (await owner.executeQuery(query)).rows,
    readInScope: (ruc, query) => inScope(ruc, async (scope) => (await scope.executeQuery(query)).rows),
    inScope,
    statements: fromPglite(pglite),
    close: async () => {
      await owner.destroy();
      unlock();
    },
  };
}

/** The server key kept beside the embedded database, made at the first call: 64 hex digits. */
export function embeddedKey(folder: string): string {
  const file = join(folder, 'soce.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
