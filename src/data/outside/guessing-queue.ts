import pLimit from 'p-limit';
import { hashesAtATime } from '../secrets/passwords.ts';

/** Too many guesses wait in this process, or this one has waited too long; the message is for the log. */
export class GuessQueueFull extends Error {}

/** Whoever sent the guess has gone before it was verified. */
export class GuessAbandoned extends Error {}

// Hashes take a fiftieth of a second on two cores, so the last of these waits some five seconds. One address fills half
// of the queue at most, so that others still find a place.
const mostWaiting = 250;
const mostOfAddress = mostWaiting / 2;
// In milliseconds: proxies and browsers give an answer up after thirty seconds, however slow the machine is.
const longestInQueue = 20_000;
let waiting = 0;
const waitingOf = new Map<string, number>();

// The guesses that have left the queue: more than hashes run, because a guess asks the database before and after its
// hash.
const limitVerifying = pLimit(4 * hashesAtATime);

/** A guess that has been admitted or refused; end tells that its result is stored. */
type Turn<T> = { admitted: T; end: () => void };

/**
 * Admits guesses of one address and one account one at a time, and lets as many of them be verified at a time as hashes
 * run, and few of all together. Throws GuessQueueFull, or GuessAbandoned once the signal says that its sender has gone.
 */
export async function inTurn<T>(
  names: [address: string, account: string],
  gone: AbortSignal | undefined,
  admit: (others: Others) => Promise<T | null>,
): Promise<Turn<T | null>> {
  const [address, account] = names;
  const since = performance.now();
  const leaveQueue = joinQueue(address);
  try {
    return await inOrder(address, () =>
      inOrder(account, async () => {
        await Promise.all(names.map(awaitPlace));
        return inPlace(async (leave) => {
          if (gone?.aborted) throw new GuessAbandoned('The sender of the guess has gone.');
          if (performance.now() - since > longestInQueue) throw new GuessQueueFull('The guess has waited too long.');
          const admitted = await admit({ settle: () => settle(names) });
          if (admitted === null) leave();
          return { admitted, end: admitted === null ? () => {} : beginVerification(names, leave) };
        });
      }),
    );
  } finally {
    leaveQueue();
  }
}

// Gives the function that leaves the queue again.
function joinQueue(address: string): () => void {
  const ofAddress = waitingOf.get(address) ?? 0;
  if (waiting >= mostWaiting || ofAddress >= mostOfAddress) {
    throw new GuessQueueFull(`${waiting} guesses wait, ${ofAddress} of this address.`);
  }
  waiting += 1;
  waitingOf.set(address, ofAddress + 1);
  return () => {
    waiting -= 1;
    const left = (waitingOf.get(address) ?? 0) - 1;
    if (left > 0) waitingOf.set(address, left);
    else waitingOf.delete(address);
  };
}

// Runs work in one of the places of all guesses, which is free again once work calls leave or fails.
function inPlace<T>(work: (leave: () => void) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const taken = () =>
      new Promise<void>((leave) => {
        const failed = (error: unknown) => {
          leave();
          reject(error);
        };
        work(leave).then(resolve, failed);
      });
    void limitVerifying(taken);
  });
}
/** The guesses of the same address or account that are being verified. Settle waits for them; false if there are none. */
export type Others = { settle: () => Promise<boolean> };

// The guesses that are being verified, by address and by account; each settles once its result is stored.
const verifying = new Map<string, Set<Promise<void>>>();

function verifyingAt(names: string[]): Promise<void>[] {
  return names.flatMap((name) => [...(verifying.get(name) ?? [])]);
}

async function settle(names: string[]): Promise<boolean> {
  const others = verifyingAt(names);
  await Promise.all(others);
  return others.length > 0;
}

// Waits until fewer guesses are being verified than hashes run at a time.
async function awaitPlace(name: string): Promise<void> {
  while (verifyingAt([name]).length >= hashesAtATime) await Promise.race(verifyingAt([name]));
}

// Gives the function that ends the verification and leaves its place.
function beginVerification(names: string[], leave: () => void): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const name of names) verifying.set(name, (verifying.get(name) ?? new Set()).add(promise));
  return () => {
    for (const name of names) {
      verifying.get(name)?.delete(promise);
      if (verifying.get(name)?.size === 0) verifying.delete(name);
    }
    resolve();
    leave();
  };
}

const turns = new Map<string, Promise<unknown>>();

/** Runs work after all earlier work of the same name. */
export async function inOrder<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(name) ?? Promise.resolve();
  const own = before.then(work, work);
  turns.set(name, own);
  try {
    return await own;
  } finally {
    if (turns.get(name) === own) turns.delete(name);
  }
}
