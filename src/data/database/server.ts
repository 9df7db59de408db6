import { createHash } from 'node:crypto';
import { CompiledQuery, type DatabaseConnection, DummyDriver, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database, Scope } from './database.ts';
import { DatabaseError } from './errors.ts';
import type { Schema } from './schema.ts';

const pageTimeout = 5_000;
const connectionsForTwoCores = 6;
const mostStatements = 300;

/**
 * Opens a database on a PostgreSQL server, version 15 or later, at url (postgres://…). A statement may take 5 s (R5), or
 * statementTimeout in milliseconds; 0 lifts the limit for work behind no page, such as migrations.
 */
export function openServer(url: string, options: { poolSize?: number; statementTimeout?: number } = {}): Database {
  const { poolSize = connectionsForTwoCores, statementTimeout = pageTimeout } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: pageTimeout,
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: 2 * statementTimeout,
    options: '-c timezone=UTC',
    types: { getTypeParser },
    // Sends a statement while those before it still run on the same connection.
    pipeline: true,
    Client: PreparingClient,
  });
  // The queue has connections of its own: it polls each second, and its cleaning takes longer than a page may wait.
  const queue = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: pageTimeout });
  surviveLostConnections(pool);
  surviveLostConnections(queue);
  const dialect = new PostgresDialect({ pool });
  const owner = new Kysely<Schema>({ dialect });
  const connected = <T>(work: (connection: DatabaseConnection) => Promise<T>) =>
    owner.getExecutor().provideConnection(work);
  return {
    kind: 'server',
    owner,
    readAsOwner: async (query) => (await owner.executeQuery(query)).rows,
    readInScope: (ruc, query) => connected((connection) => readInScope(connection, ruc, query)),
    inScope: (ruc, work) => connected((connection) => runInScope(connection, scopeOn(connection), ruc, work)),
    statements: { executeSql: (text, values) => queue.query(text, values) },
    close: async () => {
      await queue.end();
      await owner.destroy();
    },
  };

  // Unlike Kysely's own transaction, this one sends statements side by side.
  function scopeOn(connection: DatabaseConnection): Scope {
    const executor = owner.getExecutor().withConnectionProvider({ provideConnection: (use) => use(connection) });
    return new Kysely<Schema>({
      config: { dialect },
      dialect,
      driver: new DummyDriver(),
      executor,
    }) as unknown as Scope;
  }
}

// The transaction begins in the same write as the first statements of the work.
async function runInScope<T>(
  connection: DatabaseConnection,
  scope: Scope,
  ruc: string,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  try {
    const [opened, worked] = await Promise.allSettled([send(connection, openingStatements(ruc)), work(scope)]);
    if (opened.status === 'rejected') throw opened.reason;
    if (worked.status === 'rejected') throw worked.reason;
    const { rows } = await send(connection, 'commit');
    if (rows[0]?.command === 'ROLLBACK') throw new DatabaseError('The transaction had failed and was rolled back.');
    return worked.value;
  } catch (error) {
    await send(connection, 'rollback').catch(() => {});
    throw error;
  }
}

// The whole transaction leaves in one write. The commit of a failed one rolls it back.
async function readInScope<Row>(
  connection: DatabaseConnection,
  ruc: string,
  query: CompiledQuery<Row>,
): Promise<Row[]> {
  const opened = send(connection, openingStatements(ruc));
  const read = connection.executeQuery<Row>(query);
  const [, { rows }] = await Promise.all([opened, read, send(connection, 'commit')]);
  return rows;
}

function send(connection: DatabaseConnection, statement: string) {
  return connection.executeQuery<{ command: string }>(CompiledQuery.raw(statement));
}

function surviveLostConnections(pool: pg.Pool): void {
  // A lost idle connection; the next request opens another.
  pool.on('error', () => {});
  // A connection lost during a request fails that request; without a listener it would end the process too (F2).
  pool.on('connect', (client) => client.on('error', () => {}));
}

/**
 * A connection that prepares each statement with values once, since planning takes longer than running most of them,
 * and that sends what is asked for in one turn of the event loop in one write.
 */
class PreparingClient extends pg.Client {
  override query(...given: unknown[]) {
    const { stream } = (this as unknown as { connection: { stream: Corkable } }).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    const [text, values, ...rest] = given;
    const preparable = typeof text === 'string' && Array.isArray(values) && values.length > 0;
    const asGiven = preparable ? [{ name: statementName(text), text, values }, ...rest] : given;
    return super.query(...(asGiven as [string]));
  }
}

type Corkable = { cork(): void; uncork(): void };

// A connection prepares a statement once, by this name. Past the most of them it stays unnamed and is planned each time,
// so that statements of many shapes, such as long searches, don't fill the server's memory.
function statementName(text: string): string | undefined {
  const cached = statementNames.get(text);
  if (cached || statementNames.size >= mostStatements) return cached;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  statementNames.set(text, name);
  return name;
}

const statementNames = new Map<string, string>();

function openingStatements(ruc: string): string {
  if (!/^\d{13}$/.test(ruc)) throw new DatabaseError('The scope wants a RUC of 13 digits.');
  return `begin; set local role soce_app; set local soce.ruc = '${ruc}'`;
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === pg.types.builtins.DATE) return (text: string) => text;
  if (oid === pg.types.builtins.INT8) return Number;
  if (oid === pg.types.builtins.TIMESTAMPTZ) return parseInstant;
  return pg.types.getTypeParser(oid, format as 'text');
}

// The connections use UTC ('2026-11-22 10:00:00.5+00'), which Date parses faster than the driver does.
function parseInstant(text: string): Date {
  return text.endsWith('+00') ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : new Date(text);
}
