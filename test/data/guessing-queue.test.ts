import { expect, onTestFinished, test, vi } from 'vitest';
import { GuessAbandoned, GuessQueueFull, inTurn } from '../../src/data/outside/guessing-queue.ts';

const account = 'account 1769999930001 nadie';
const names: [string, string] = ['address 127.0.0.1', account];
const mostWaiting = 250;

test('The queue of guesses refuses the next one once 250 wait, and serves those that wait', async () => {
  const first = await inTurn(names, undefined, async () => true);
  const second = await inTurn(names, undefined, async () => true);
  const served: number[] = [];
  const waiting = Array.from({ length: mostWaiting }, (_, index) =>
    inTurn([`address ${index}`, account], undefined, async () => true).then(({ end }) => {
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

test('Guesses of many addresses at many accounts wait in the queue, too, but for the eight that are being verified', async () => {
  const ends: (() => void)[] = [];
  const enter = (index: number) =>
    inTurn(namesOf(index), undefined, async () => true).then(({ end }) => ends.push(end));
  await Promise.all(Array.from({ length: beingVerified }, (_, index) => enter(index)));
  const waiting = Array.from({ length: mostWaiting }, (_, index) => enter(beingVerified + index));
  await passed();
  expect(ends).toHaveLength(beingVerified);
  await expect(enter(-1)).rejects.toThrow(GuessQueueFull);
  for (let ended = 0; ended < beingVerified + mostWaiting; ended += 1) {
    await vi.waitUntil(() => ends[ended]);
    ends[ended]?.();
  }
  await Promise.all(waiting);
});

test.for([
  ['20 seconds', 20_000, true],
  ['longer than 20 seconds', 20_001, false],
] as const)('A guess that has waited %s (%i ms) is admitted: %s', async ([, milliseconds, admitted]) => {
  const held = [await inTurn(names, undefined, async () => true), await inTurn(names, undefined, async () => true)];
  let now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const waiting = inTurn(names, undefined, async () => true).then(({ end }) => end());
  now += milliseconds;
  for (const { end } of held) end();
  const ending = waiting.catch((error: unknown) => error);
  expect((await ending) instanceof GuessQueueFull).toBe(!admitted);
});

test('A refused guess, and one that fails, give their place to the next', async () => {
  for (let time = 0; time <= beingVerified; time += 1) {
    await inTurn(namesOf(time), undefined, async () => null);
    await expect(inTurn(namesOf(time), undefined, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  }
  (await inTurn(names, undefined, async () => true)).end();
});

test('Half of the queue is the most that one address fills, so that others still find a place', async () => {
  const address = 'address 127.0.0.9';
  const first = await inTurn([address, 'account one'], undefined, async () => true);
  const second = await inTurn([address, 'account two'], undefined, async () => true);
  const waiting = Array.from({ length: mostWaiting / 2 }, (_, index) =>
    inTurn([address, `account ${index}`], undefined, async () => true).then(({ end }) => end()),
  );
  await expect(inTurn([address, 'account of one more'], undefined, async () => true)).rejects.toThrow(GuessQueueFull);
  (await inTurn(names, undefined, async () => true)).end();
  first.end();
  second.end();
  await Promise.all(waiting);
});

const beingVerified = 8;

function namesOf(index: number): [string, string] {
  return [`address ${index}`, `account ${index}`];
}

// Long enough for all that waits for nothing but its turn.
function passed(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
