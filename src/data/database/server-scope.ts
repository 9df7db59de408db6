import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresDialect,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';
import type { Database, Last, Scope } from './database.ts';
import { CommitUnanswered, DatabaseError } from './errors.ts';
import type { Schema } from './schema.ts';
import type { PreparingClient } from './server-client.ts';

/** Runs work in scopes on the connections of a pool, which are of role soce_app. */
type ScopeRunner = Pick<Database, 'inScope' | 'readInScope'>;

/**
 * Makes the scopes of a pool. Unlike Kysely's own transaction, a scope sends its statements side by side: begin leaves
 * in one write with the first ones, and commit with the last ones, if the work names them. Each write and its answer
 * cost this process some 40 microseconds, and the database a change of process. The settings are statements that hold
 * for one transaction, for connections that don't have them from the start.
 */
export function scopesOn(pool: pg.Pool, settings = ''): ScopeRunner {
  const dialect = new PostgresDialect({ pool });
  const driver = new DummyDriver();
  const general = new Kysely<Schema>({ dialect }).getExecutor();
  const scopeOn = (connection: DatabaseConnection) => {
    const executor = general.withConnectionProvider({ provideConnection: (use) => use(connection) });
    return new Kysely<Schema>({ config: { dialect }, dialect, driver, executor }) as unknown as Scope;
  };
  const connected = async <T>(work: (connection: ScopeConnection) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    const connection = new ScopeConnection(client as unknown as PreparingClient, settings);
    try {
      return await work(connection);
    } catch (error) {
      await connection.rollback();
      throw await connection.verdict(error);
    } finally {
      client.release();
    }
  };
  return {
    inScope: (ruc, work) =>
      connected(async (connection) => {
        const last: Last = (statements) => connection.endWith(statements);
        const [opened, worked] = await Promise.allSettled([connection.begin(ruc), work(scopeOn(connection), last)]);
        if (opened.status === 'rejected') throw opened.reason;
        if (worked.status === 'rejected') throw worked.reason;
        await connection.commit();
        return worked.value;
      }),
    readInScope: <Row>(ruc: string, query: CompiledQuery<Row>) =>
      connected(async (connection) => {
        const opened = connection.begin(ruc);
        const read = connection.executeQuery<Row>(query);
        const [, { rows }] = await Promise.all([opened, read, connection.commit()]);
        return rows;
      }),
  };
}

class RolledBack extends DatabaseError {}

/** The connection of one scope. */
class ScopeConnection implements DatabaseConnection {
  readonly #client: PreparingClient;
  readonly #settings: string;
  #committed: Promise<void> | null = null;
  #writes = false;
  #fault: unknown;

  constructor(client: PreparingClient, settings: string) {
    this.#client = client;
    this.#settings = settings;
  }

  async begin(ruc: string): Promise<void> {
    if (!/^\d{13}$/.test(ruc)) throw new DatabaseError('The scope wants a RUC of 13 digits.');
    await this.#client.query(`begin; ${this.#settings}set local soce.ruc = '${ruc}'`);
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    // Past the commit a statement would stand alone, without a RUC.
    if (this.#committed) throw new DatabaseError('A statement came after the last ones of its scope.');
    this.#writes ||= !/^\s*select/i.test(sql);
    const answer = this.#client.query(sql, [...parameters]).catch((error: unknown) => {
      this.#fault ??= error;
      throw error;
    });
    const { rows, rowCount } = (await answer) as pg.QueryResult;
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  streamQuery(): never {
    throw new DatabaseError('A scope doesn’t stream.');
  }

  /** Commits in one write with the statements that this turn of the event loop asks for. */
  async endWith<T>(statements: Promise<T>): Promise<T> {
    const [value] = await Promise.all([statements, this.#client.asLast(() => this.commit())]);
    return value;
  }

  commit(): Promise<void> {
    this.#committed ??= this.#client.query('commit').then(({ command }: pg.QueryResult) => {
      if (command === 'ROLLBACK') throw new RolledBack('The transaction had failed and was rolled back.');
    });
    return this.#committed;
  }

  /**
   * Gives the error that tells how a failed scope ended: that of the statement that failed, not of what was sent behind
   * it and found the transaction aborted, which may come out of the work first. Where its commit left together with a statement that failed, the
   * commit's answer counts; a scope that only read has nothing to be unsure of.
   */
  async verdict(error: unknown): Promise<unknown> {
    const unanswered = await this.#committed?.then(
      () => null,
      (reason) => (reason instanceof CommitUnanswered ? reason : null),
    );
    if (!unanswered) return isConsequence(error) ? (this.#fault ?? error) : error;
    return this.#writes ? unanswered : unanswered.cause;
  }

  async rollback(): Promise<void> {
    await this.#client.query('rollback').catch(() => {});
  }
}

// True for the errors of a statement and of a commit in a transaction that has failed before.
function isConsequence(error: unknown): boolean {
  return error instanceof RolledBack || (error instanceof Error && 'code' in error && error.code === '25P02');
}
