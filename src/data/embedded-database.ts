import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import type { Database } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import type { Schema } from './schema.ts';

/**
 * Opens the embedded database in a folder, which it locks for this process; without a folder it lives in memory.
 * Throws FolderInUse.
 */
export async function openEmbedded(folder?: string): Promise<Database> {
  const unlock = folder === undefined ? () => {} : lockFolder(folder);
  const pglite = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: join(folder, 'pg') }),
    parsers: { [types.DATE]: (text: string) => text, [types.INT8]: Number },
  });
  const owner = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  const inScope: Database['inScope'] = (ruc, work) =>
    owner.transaction().execute(async (scope) => {
      await sql`select set_config('role', 'soce_app', true), set_config('soce.ruc', ${ruc}, true)`.execute(scope);
      return work(scope);
    });
  return {
    kind: 'embedded',
    owner,
    ask: async (query) => (await owner.executeQuery(query)).rows,
    readInScope: (ruc, query) => inScope(ruc, async (scope) => (await scope.executeQuery(query)).rows),
    inScope,
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
