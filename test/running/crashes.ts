import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Product } from '../support/server/product.ts';
import { administratorAt, secretsIn } from './municipality.ts';
import { type Acknowledged, carriedTo, streamOfChanges } from './stream.ts';

/** How often the product is killed (issue 2). */
export const rounds = 10;

/** How many changes are acknowledged before the blow falls: another number each round. */
export const changesBefore = (round: number) => 4 + ((round * 7) % 23);

/**
 * Kills the product again and again while changes are under way; gives the milliseconds of each start after that. One
 * sign-in serves all rounds: the session outlives the process, as the changes do.
 */
export async function crashes(start: () => Promise<Product>, acknowledged: Acknowledged): Promise<number[]> {
  const startUps: number[] = [];
  let product = await start();
  const first = await administratorAt(product);
  const session = first.cookies.get('soce') ?? '';
  const { token } = first;
  for (let round = 0; round < rounds; round += 1) {
    const visitor = await carriedTo(product, session);
    const stream = streamOfChanges(visitor, token, acknowledged);
    await stream.reached(changesBefore(round));
    await wait(round % 3);
    product.kill('SIGKILL');
    expect(await product.ended).toEqual({ code: null, signal: 'SIGKILL' });
    const { unanswered } = await stream.ended;
    // Were nothing under way, the blow would fall between changes and prove nothing.
    expect(unanswered).toBeGreaterThan(0);
    expect(secretsIn(product, visitor)).toEqual([]);
    product = await start();
    startUps.push(product.startUp);
  }
  await carriedTo(product, session);
  product.kill('SIGTERM');
  expect(await product.ended).toEqual({ code: 0, signal: null });
  return startUps;
}
