import { expect, test } from 'vitest';
import { GuessAbandoned, GuessQueueFull, inTurn } from '../../src/data/outside/guessing-queue.ts';

const names: [string, string] = ['address 127.0.0.1', 'account 1769999930001 nadie'];
const mostWaiting = 250;

test('The queue of guesses refuses the next one once 250 wait, and serves those that wait', async () => {
  const first = await inTurn(names, undefined, async () => true);
  const second = await inTurn(names, undefined, async () => true);
  const served: number[] = [];
  const waiting = Array.from({ length: mostWaiting }, (_, index) =>
    inTurn(names, undefined, async () => true).then(({ end }) => {
      served.push(index);
      end();
    }),
  );
  await expect(inTurn(names, undefined, async () => true)).rejects.toThrow(GuessQueueFull);
  first.end();
  second.end();
  await Promise.all(waiting);
  expect(served).toEqual(waiting.map((_, index) => index));
  const last = await inTurn(names, undefined, async () => true);
  last.end();
});

test('The queue drops a guess whose sender has gone, without admitting it', async () => {
  const held = [await inTurn(names, undefined, async () => true), await inTurn(names, undefined, async () => true)];
  const gone = new AbortController();
  let admitted = 0;
  const waiting = inTurn(names, gone.signal, async () => {
    admitted += 1;
    return true;
  });
  gone.abort();
  for (const { end } of held) end();
  await expect(waiting).rejects.toThrow(GuessAbandoned);
  expect(admitted).toBe(0);
});

test('A guess that is refused beside others waits for their result and is admitted then', async () => {
  const held = await inTurn(names, undefined, async () => true);
  let settled: boolean | undefined;
  const second = inTurn(names, undefined, async (others) => {
    settled = await others.settle();
    return true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(settled).toBeUndefined();
  held.end();
  (await second).end();
  expect(settled).toBe(true);
});
