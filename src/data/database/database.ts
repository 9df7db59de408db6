import { type CompiledQuery, type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../../../migrations/index.ts';
import type { Schema } from './schema.ts';

/** A transaction on our tables, inside one RUC or past the policies. */
export type Transaction = KyselyTransaction<Schema>;

/** A transaction inside one RUC: role soce_app and the RUC are set until it ends, so it sees the rows of that RUC alone. */
export type Scope = Transaction & { readonly [scoped]: true };
declare const scoped: unique symbol;

/** An open database, embedded or on a server; the same SQL serves both. */
export type Database = {
  kind: 'embedded' | 'server';
  /** As the owner, past the policies: sign-in, sessions, migrations and the command line alone. */
  owner: Kysely<Schema>;
  /** One statement as the owner, kept prepared: for what every request asks. */
  ask<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /** Runs work in one transaction as role soce_app, which sees the rows of this RUC and no others. */
  inScope<T>(ruc: string, work: (scope: Scope) => Promise<T>): Promise<T>;
  /** One reading statement in such a transaction of its own, kept prepared. */
  readInScope<Row>(ruc: string, query: CompiledQuery<Row>): Promise<Row[]>;
  /** What the queue asks, as the owner: one statement with values, or a text of several. */
  statements: Statements;
  close(): Promise<void>;
};

/** A database as the queue's library knows it. */
export type Statements = { executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> };

/** Brings the schema up to date; safe to call from several processes at once. Throws what the migration threw. */
export async function migrate(database: Database): Promise<string[]> {
  const migrator = new Migrator({ db: database.owner, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** True while the database answers a statement. */
export async function isReachable(database: Database): Promise<boolean> {
  return sql`select 1`.execute(database.owner).then(
    () => true,
    () => false,
  );
}
