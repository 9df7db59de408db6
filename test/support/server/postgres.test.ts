import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from './postgres.ts';

describe('A server of the tests', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.end());

  test('resumes after a power cut while a connection’s process still computes', async () => {
    const client = new pg.Client({ connectionString: server.adminUrl() });
    client.on('error', () => {});
    await client.connect();
    const begun = once(client, 'notice');
    const computing = client.query(
      `do $$ begin raise notice 'begun'; perform count(*) from generate_series(1, 5000000); end $$`,
    );
    await begun;
    await server.halt('power cut');
    await Promise.all([server.resume(), computing.catch(() => {})]);
    await expect(server.asAdmin('select 1')).resolves.toBeUndefined();
  });
});
