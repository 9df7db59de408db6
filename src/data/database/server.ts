import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';
import { PooledClient, PreparingClient } from './server-client.ts';
import { scopesOn } from './server-scope.ts';

const pageTimeout = 5_000;
const connectionsForTwoCores = 3;

/**
 * Opens a database on a PostgreSQL server, version 15 or later, at url (postgres://…). A statement may take 5 s (R5), or
 * statementTimeout in milliseconds; 0 lifts the limit for work behind no page, such as migrations. With pgbouncer=true in
 * the url, connections carry nothing from one transaction to the next.
 */
export function openServer(url: string, options: ServerOptions = {}): Database {
  const pooled = /[?&]pgbouncer=true(&|$)/.test(url);
  const owner = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool(url, { ...options, pooled }) }) });
  // Scopes have connections that are soce_app from the start. So a scope whose begin is lost sees and writes nothing,
  // and no statement is planned anew because the role has changed since.
  const scopes = openPool(url, { ...options, pooled }, '-c role=soce_app');
  // The queue has connections of its own: it polls each second, and its cleaning takes longer than a page may wait.
  const queue = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: pageTimeout });
  surviveLostConnections(queue);
  return {
    kind: 'server',
    owner,
    ...scopesOn(scopes, pooled ? scopeSettings(options) : ''),
    statements: { executeSql: (text, values) => queue.query(text, values) },
    close: async () => {
      await queue.end();
      await scopes.end();
      await owner.destroy();
    },
  };
}

type ServerOptions = { poolSize?: number; statementTimeout?: number };

// A pooler shares the connections of the server and takes no settings at the start, so each scope brings its own.
function scopeSettings({ statementTimeout = pageTimeout }: ServerOptions): string {
  return `set local role soce_app; set local timezone = 'UTC'; set local statement_timeout = ${statementTimeout}; set local idle_in_transaction_session_timeout = ${2 * statementTimeout}; `;
}

function openPool(url: string, options: ServerOptions & { pooled: boolean }, settings = ''): pg.Pool {
  const { poolSize = connectionsForTwoCores, statementTimeout = pageTimeout, pooled } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: pageTimeout,
    ...(pooled && { query_timeout: statementTimeout }),
    ...(!pooled && {
      statement_timeout: statementTimeout,
      idle_in_transaction_session_timeout: 2 * statementTimeout,
      options: `-c timezone=UTC ${settings}`,
    }),
    types: { getTypeParser },
    // Sends a statement while those before it still run on the same connection.
    pipeline: true,
    Client: pooled ? PooledClient : PreparingClient,
  });
  surviveLostConnections(pool);
  return pool;
}

function surviveLostConnections(pool: pg.Pool): void {
  // A lost idle connection; the next request opens another.
  pool.on('error', () => {});
  // A connection lost during a request fails that request; without a listener it would end the process too (F2).
  pool.on('connect', (client) => client.on('error', () => {}));
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
