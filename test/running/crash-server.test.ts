import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onServer } from '../support/server/database.ts';
import { type PostgresServer, startPostgres } from '../support/server/postgres.ts';
import { startProduct } from '../support/server/product.ts';
import { changesBefore, crashes, rounds } from './crashes.ts';
import { administratorAt, key, municipalityOn } from './municipality.ts';
import { type Acknowledged, lossesIn, streamOfChanges } from './stream.ts';

describe('Killing amid changes on a durable server', () => {
  const acknowledged: Acknowledged = new Map();
  let server: PostgresServer;
  let DATABASE_URL: string;
  beforeAll(async () => {
    server = await startPostgres({ durable: true });
    DATABASE_URL = await municipalityOn(server);
  });
  afterAll(() => server?.end());

  const environment = () => ({ DATABASE_URL, SOCE_KEY: key });

  test(`loses no change in ${rounds} rounds if the product is killed`, { timeout: 300_000 }, async () => {
    await crashes(() => startProduct(environment()), acknowledged);
    await onServer(DATABASE_URL, async (database) => expect(await lossesIn(database, acknowledged)).toEqual([]));
  });

  test('loses no change in 3 rounds if the database is killed, and the product goes on', {
    timeout: 120_000,
  }, async () => {
    const product = await startProduct(environment());
    const visitor = await administratorAt(product);
    const { token } = visitor;
    for (const round of [1, 2, 3]) {
      const stream = streamOfChanges(visitor, token, acknowledged);
      await stream.reached(changesBefore(round));
      await server.halt('power cut');
      await stream.firstRefusal;
      stream.stop();
      const { unanswered, refused } = await stream.ended;
      expect({ unanswered, refused: refused > 0 }).toEqual({ unanswered: 0, refused: true });
      await server.resume();
      expect((await visitor.get('/salud/listo')).status).toBe(200);
      await onServer(DATABASE_URL, async (database) => expect(await lossesIn(database, acknowledged)).toEqual([]));
    }
    product.kill('SIGTERM');
    expect(await product.ended).toEqual({ code: 0, signal: null });
  });
});
