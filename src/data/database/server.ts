import { createHash } from 'node:crypto';
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Database, Scope } from './database.ts';
import { DatabaseError } from './errors.ts';
import type { Schema } from './schema.ts';

const statementTimeout = 5_000;
const connectionsForTwoCores = 6;

/**
 * Opens the PostgreSQL server at url (postgres://…), version 15 or later. A statement may take 5 s (R5); migrations and
 * other work that nobody waits for in front of a page ask for no limit.
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
    // Several statements may be under way on one connection, which lets a scoped reading go out as one message.
    pipeline: true,
  });
  // The queue looks every second and cleans up for longer than a page may wait: it has connections of its own.
  const queue = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: statementTimeout });
  for (const one of [pool, queue]) surviveLostConnections(one);
  const owner = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'server',
    owner,
    ask: (query) => withClient(pool, (client) => rowsOf(client, query)),
    readInScope: (ruc, query) => withClient(pool, (client) => scopedReading(client, ruc, query)),
    inScope: (ruc, work) => owner.connection().execute((connection) => scopedWork(connection, ruc, work)),
    statements: { executeSql: (text, values) => queue.query(text, values) },
    close: async () => {
      await queue.end();
      await owner.destroy();
    },
  };
}

function surviveLostConnections(pool: pg.Pool): void {
  // An idle connection that the server closes reports here; the next request opens a fresh one.
  pool.on('error', () => {});
  // One that dies under a request fails that request's query; without a listener it would end the process besides (F2).
  pool.on('connect', (client) => client.on('error', () => {}));
}

// Begin, role and RUC go in one message: as three they cost a third of the list's throughput.
async function scopedWork<T>(connection: Kysely<Schema>, ruc: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  const begin = sql.raw(opening(ruc));
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

// The whole transaction leaves in one write: three round trips less than statement by statement.
async function scopedReading<Row>(client: pg.PoolClient, ruc: string, query: CompiledQuery<Row>): Promise<Row[]> {
  const { stream } = (client as pg.PoolClient & { connection: { stream: NodeJS.WritableStream & Corked } }).connection;
  const begin = opening(ruc);
  stream.cork();
  const opened = client.query(begin);
  const rows = rowsOf(client, query);
  const closed = client.query('commit');
  stream.uncork();
  const [, read] = await Promise.all([opened, rows, closed]);
  return read;
}

type Corked = { cork(): void; uncork(): void };

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

// Prepared once a connection, under a name made from its text: planning the list takes longer than running it.
function statementName(text: string): string {
  const known = statementNames.get(text);
  if (known) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  statementNames.set(text, name);
  return name;
}

const statementNames = new Map<string, string>();

function opening(ruc: string): string {
  if (!/^\d{13}$/.test(ruc)) throw new DatabaseError('The scope wants a RUC of 13 digits.');
  return `begin; set local role soce_app; set local soce.ruc = '${ruc}'`;
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === pg.types.builtins.DATE) return (text: string) => text;
  if (oid === pg.types.builtins.INT8) return Number;
  if (oid === pg.types.builtins.TIMESTAMPTZ) return instant;
  return pg.types.getTypeParser(oid, format as 'text');
}

// The server speaks UTC ('2026-11-22 10:00:00.5+00'), which the engine reads faster than the driver's general parser.
function instant(text: string): Date {
  return text.endsWith('+00') ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : new Date(text);
}
