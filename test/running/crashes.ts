import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Product } from '../support/server/product.ts';
import { administratorAt, secretsIn } from './municipality.ts';
import { type Acknowledged, carriedTo, streamOfChanges } from './stream.ts';

/** The number of times that the product is killed. */
export const rounds = 10;

/** Gives the number of changes acknowledged before the product is killed, which differs from round to round. */
export const changesBefore = (round: number) => 4 + ((round * 7) % 23);

/**
 * Kills the product in several rounds while changes are under way; gives the milliseconds of each start after that.
 * The browser of the first round is used in all of them.
 */
export async function crashes(start: () => Promise<Product>, acknowledged: Acknowledged): Promise<number[]> {
  const startUps: number[] = [];
  let product = await start();
  const first = await administratorAt(product);
  const { token } = first;
  for (let round = 0; round < rounds; round += 1) {
    const visitor = await carriedTo(product, first);
    const stream = streamOfChanges(visitor, token, acknowledged);
    await stream.reached(changesBefore(round));
    await wait(round % 3);
    product.kill('SIGKILL');
    expect(await product.ended).toEqual({ code: null, signal: 'SIGKILL' });
    const { unanswered } = await stream.ended;
    // A kill between changes would prove nothing.
    expect(unanswered).toBeGreaterThan(0);
    expect(secretsIn(product, visitor)).toEqual([]);
    product = await start();
    startUps.push(product.startUp);
  }
  await carriedTo(product, first);
  product.kill('SIGTERM');
  expect(await product.ended).toEqual({ code: 0, signal: null });
  return startUps;
}
