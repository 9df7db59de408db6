import { type CompiledQuery, type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../../../migrations/index.ts';
import { explained } from './database-faults.ts';
import { restoreRights, restoreRole } from './rights.ts';
import type { Schema } from './schema.ts';

/** A database transaction, of one RUC or past the policies. */
export type Transaction = KyselyTransaction<Schema>;

/** A transaction as role soce_app with a RUC set until it ends, so that it sees the rows of that RUC alone (D1). */
export type Scope = Transaction & { readonly [scoped]: true };
declare const scoped: unique symbol;

/**
 * Commits a scope together with its last statements, which have just been asked for, and gives their result: on a server
 * all of them leave in one write. Nothing may be asked for or refused afterwards.
 */
export type Last = <T>(statements: Promise<T>) => Promise<T>;

/** An open database, embedded or on a server; the same SQL serves both. */
export type Database = {
  kind: 'embedded' | 'server';
  /** The connection as the schema's owner, past the policies: for sign-in, sessions, migrations, command line. */
  owner: Kysely<Schema>;
  /** Runs work in one scope. Commits its statements, or rolls all of them back if it throws. */
  inScope<T>(ruc: string, work: (scope: Scope, last: Last) => Promise<T>): Promise<T>;
  /** Reads with one statement in a scope of its own; the statement stays prepared. */
  readInScope<Row>(ruc: string, query: CompiledQuery<Row>): Promise<Row[]>;
  /** The queue's connection, as the owner. */
  statements: Statements;
  close(): Promise<void>;
};

/** The interface of a database that the queue's library expects: one statement with values, or a text of several. */
type Statements = { executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> };

/**
 * Brings the schema up to date, with the role of the scopes and its rights, which a restore may have lost (F4), and
 * returns the names of the applied migrations. Several processes may call it at once. Announces first how many
 * migrations are missing, if any. Throws DatabaseError if the role lacks rights, or the error of a failed migration.
 */
export async function migrate(database: Database, announce?: (missing: number) => void): Promise<string[]> {
  await restoreRole(database).catch(inWords);
  const migrator = new Migrator({ db: database.owner, provider: { getMigrations: async () => migrations } });
  if (announce) {
    const missing = (await migrator.getMigrations()).filter(({ executedAt }) => !executedAt).length;
    if (missing > 0) announce(missing);
  }
  const { error, results } = await migrator.migrateToLatest();
  if (error) inWords(error);
  await restoreRights(database).catch(inWords);
  return (results ?? []).map((result) => result.migrationName);
}

function inWords(error: unknown): never {
  throw explained(error) ?? error;
}

/** True if the database answers a statement. */
export async function isReachable(database: Database): Promise<boolean> {
  return sql`select 1`.execute(database.owner).then(
    () => true,
    () => false,
  );
}
