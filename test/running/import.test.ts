import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { onServer } from '../support/server/database.ts';
import { type PostgresServer, startPostgres } from '../support/server/postgres.ts';
import { type Product, startProduct } from '../support/server/product.ts';
import { csvOf, formWithFile, importPage, type Line, numbersOf, personLine } from '../support/stage/imports.ts';
import { hurry, standStill } from './mailing.ts';
import { administratorAt, key, municipality, municipalityOn } from './municipality.ts';
import { carriedTo } from './stream.ts';

const people = 5_000;

/** The seconds after which a heartbeat is missed. */
const missed = 20;

describe('A file of 5,000 people', () => {
  const lines = Array.from({ length: people }, () =>
    personLine({ 'Correo Electrónico': '', 'Estado Civil': 'Casado (a)' }),
  );
  let server: PostgresServer;
  let DATABASE_URL: string;
  let product: Product;
  beforeAll(async () => {
    server = await startPostgres({ durable: true });
    DATABASE_URL = await municipalityOn(server);
    product = await startProduct({ DATABASE_URL, SOCE_KEY: key });
  });
  afterAll(async () => {
    product?.kill('SIGTERM');
    await product?.ended;
    await server?.end();
  });

  test('is imported within a minute, with its progress in sight, and changes nothing a second time', {
    timeout: 120_000,
  }, async () => {
    const visitor = await administratorAt(product);
    const begun = performance.now();
    expect(numbersOf(await reviewed(visitor, lines))).toEqual([people, 0, 0, 0]);
    const { seen, text } = await imported(visitor);
    expect((performance.now() - begun) / 1_000).toBeLessThan(60);
    expect(seen.filter((done) => done > 0 && done < people).length).toBeGreaterThan(0);
    expect(text).toContain('La importación terminó');
    expect(await contactsAt('Analista')).toBe(people + 1);
    expect(await incidentsOf('contact.created')).toBe(people);
    expect(numbersOf(await reviewed(visitor, lines))).toEqual([0, 0, people, 0]);
    expect((await imported(visitor)).text).toContain('no cambió nada');
    expect(await incidentsOf('contact.changed')).toBe(0);
  });

  test('leaves nothing or all if the product is killed, and is taken up again', { timeout: 120_000 }, async () => {
    const first = await administratorAt(product);
    const page = await reviewed(
      first,
      lines.map((line) => ({ ...line, Cargo: 'Asesor' })),
    );
    expect(numbersOf(page)).toEqual([0, people, 0, 0]);
    await first.press('Importar');
    for (let looks = 0; progressOn(first) === 0 && looks < 500; looks += 1) await first.open(page.url.pathname);
    expect(progressOn(first)).toBeGreaterThan(0);
    product.kill('SIGKILL');
    await product.ended;
    expect([await contactsAt('Asesor'), await incidentsOf('contact.changed')]).toEqual([0, 0]);

    await onServer(DATABASE_URL, (database) => standStill(database, missed));
    product = await startProduct({ DATABASE_URL, SOCE_KEY: key });
    const visitor = await carriedTo(product, first);
    await visitor.open(page.url.pathname);
    expect((await ended(visitor)).text).toContain('La importación terminó');
    expect([await contactsAt('Asesor'), await incidentsOf('contact.changed')]).toEqual([people, people]);
  });

  async function reviewed(visitor: Visitor, file: Line[]) {
    await visitor.open(importPage);
    const { type, body } = await formWithFile(visitor.token, csvOf(file));
    const page = await visitor.post(importPage, body, { 'Content-Type': type }, { follow: true });
    return visitor.open(page.url.pathname);
  }

  async function imported(visitor: Visitor) {
    await visitor.press('Importar');
    return ended(visitor);
  }

  // Reads the page of an import again and again, until it runs no more; gives the numbers that it showed.
  async function ended(visitor: Visitor) {
    const seen: number[] = [];
    for (let looks = 0; looks < 1_000; looks += 1) {
      if (visitor.page.headers.refresh === undefined) return { seen, text: visitor.page.text };
      seen.push(progressOn(visitor));
      await wait(50);
      // The job of a killed process waits before its next try.
      if (looks % 20 === 0) await onServer(DATABASE_URL, hurry);
      await visitor.open(visitor.page.url.pathname);
    }
    throw new Error(`The import did not end: ${visitor.page.text}`);
  }

  function progressOn({ page }: Visitor): number {
    return Number(/van (\d+) de/.exec(page.text)?.[1] ?? 0);
  }

  function contactsAt(position: string) {
    return counted(
      sql`select count(*)::int as count from contacts where ruc = ${municipality.ruc} and position = ${position}`,
    );
  }

  function incidentsOf(event: string) {
    return counted(
      sql`select count(*)::int as count from incidents where ruc = ${municipality.ruc} and event = ${event}`,
    );
  }

  function counted(query: ReturnType<typeof sql>) {
    return onServer(DATABASE_URL, async ({ owner }) => {
      const { rows } = await (query as ReturnType<typeof sql<{ count: number }>>).execute(owner);
      return rows[0]?.count;
    });
  }
});
