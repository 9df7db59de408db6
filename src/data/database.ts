import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { migrations } from '../../migrations/index.ts';
import { lockFolder } from './folder-lock.ts';
import type { Schema } from './schema.ts';

/** Queries inside one entity's scope: role and RUC are set until the transaction ends. */
export type Scope = Transaction<Schema>;

/** An open database, embedded or on a server; the same SQL serves both. */
export type Database = {
  kind: 'embedded' | 'server';
  /** As the owner, past the policies: sign-in, sessions, migrations and the command line alone. */
  owner: Kysely<Schema>;
  /** Runs work in one transaction as role soce_app, which sees the rows of this RUC and no others. */
  inScope<T>(ruc: string, work: (scope: Scope) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** The database can't be used as it stands; the message says why. */
export class DatabaseError extends Error {}

const statementTimeout = 5_000;
const connectionsForTwoCores = 6;

/** Opens the PostgreSQL server at url (postgres://…), version 15 or later. */
export function openServer(url: string, poolSize = connectionsForTwoCores): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: statementTimeout,
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: 2 * statementTimeout,
    types: { getTypeParser },
  });
  // An idle connection that the server closes reports here; the next request opens a fresh one.
  pool.on('error', () => {});
  const owner = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'server',
    owner,
    inScope: (ruc, work) => owner.connection().execute((connection) => scopedOnServer(connection, ruc, work)),
    close: () => owner.destroy(),
  };
}

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
  return {
    kind: 'embedded',
    owner,
    inScope: (ruc, work) =>
      owner.transaction().execute(async (scope) => {
        await sql`select set_config('role', 'soce_app', true), set_config('soce.ruc', ${ruc}, true)`.execute(scope);
        return work(scope);
      }),
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

/** Brings the schema up to date; safe to call from several processes at once. Throws what the migration threw. */
export async function migrate(database: Database): Promise<string[]> {
  const migrator = new Migrator({ db: database.owner, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** True while the database answers. */
export async function answers(database: Database): Promise<boolean> {
  return sql`select 1`.execute(database.owner).then(
    () => true,
    () => false,
  );
}

// Begin, role and RUC go in one message: as three they cost a third of the list's throughput.
async function scopedOnServer<T>(
  connection: Kysely<Schema>,
  ruc: string,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  if (!/^\d{13}$/.test(ruc)) throw new DatabaseError('The scope wants a RUC of 13 digits.');
  await sql.raw(`begin; set local role soce_app; set local soce.ruc = '${ruc}'`).execute(connection);
  try {
    const result = await work(connection as Scope);
    const { rows } = await sql.raw<{ command: string }>('commit').execute(connection);
    if (rows[0]?.command === 'ROLLBACK') throw new DatabaseError('The transaction had failed and was rolled back.');
    return result;
  } catch (error) {
    await sql
      .raw('rollback')
      .execute(connection)
      .catch(() => {});
    throw error;
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === pg.types.builtins.DATE) return (text: string) => text;
  if (oid === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(oid, format as 'text');
}
