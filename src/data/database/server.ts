import { createHash } from 'node:crypto';
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Database, Scope } from './database.ts';
import { DatabaseError } from './errors.ts';
import type { Schema } from './schema.ts';

const statementTimeout = 5_000;
const connectionsForTwoCores = 6;

/**
 * Opens a database on a PostgreSQL server, version 15 or later, at url (postgres://…). A statement may take 5 s (R5);
 * `unhurried` lifts that limit for work behind no page, such as migrations.
 */
export function openServer(url: string, options: { poolSize?: number; unhurried?: boolean } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? connectionsForTwoCores,
    connectionTimeoutMillis: statementTimeout,
    statement_timeout: options.unhurried ? 0 : statementTimeout,
    idle_in_transaction_session_timeout: options.unhurried ? 0 : 2 * statementTimeout,
    options: '-c timezone=UTC',
    types: { getTypeParser },
    // Lets several statements run on one connection at a time, so that a scoped reading leaves as one message.
    pipeline: true,
  });
  // The queue has connections of its own: it polls each second, and its cleaning takes longer than a page may wait.
  const queue = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: statementTimeout });
  surviveLostConnections(pool);
  surviveLostConnections(queue);
  const owner = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'server',
    owner,
    readAsOwner: (query) => withClient(pool, (client) => rowsOf(client, query)),
    readInScope: (ruc, query) => withClient(pool, (client) => readInOneWrite(client, ruc, query)),
    inScope: (ruc, work) => owner.connection().execute((connection) => runInScope(connection, ruc, work)),
    statements: { executeSql: (text, values) => queue.query(text, values) },
    close: async () => {
      await queue.end();
      await owner.destroy();
    },
  };
}

function surviveLostConnections(pool: pg.Pool): void {
  // A lost idle connection; the next request opens another.
  pool.on('error', () => {});
  // A connection lost during a request fails that request; without a listener it would end the process too (F2).
  pool.on('connect', (client) => client.on('error', () => {}));
}

// Sends begin, role and RUC in one message; three would cost a third of the list's throughput.
async function runInScope<T>(connection: Kysely<Schema>, ruc: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  const begin = sql.raw(openingStatements(ruc));
  try {
    await begin.execute(connection);
    const result = await work(connection as Kysely<Schema> as Scope);
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

// Sends the whole transaction in one write, which saves three round trips.
async function readInOneWrite<Row>(client: pg.PoolClient, ruc: string, query: CompiledQuery<Row>): Promise<Row[]> {
  const { stream } = (client as pg.PoolClient & { connection: { stream: NodeJS.WritableStream & Corkable } })
    .connection;
  const begin = openingStatements(ruc);
  stream.cork();
  const opened = client.query(begin);
  const rows = rowsOf(client, query);
  const closed = client.query('commit');
  stream.uncork();
  const [, read] = await Promise.all([opened, rows, closed]);
  return read;
}

type Corkable = { cork(): void; uncork(): void };

async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

async function rowsOf<Row>(client: pg.PoolClient, query: CompiledQuery<Row>): Promise<Row[]> {
  const { sql: text, parameters } = query;
  const { rows } = await client.query({ name: statementName(text), text, values: [...parameters] });
  return rows;
}

// A statement is prepared once a connection, by this name: planning the list takes longer than running it.
function statementName(text: string): string {
  const cached = statementNames.get(text);
  if (cached) return cached;
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
