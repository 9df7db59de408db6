import { hashesAtATime } from '../secrets/passwords.ts';

/** Too many guesses wait in this process already; the message is for the log. */
export class GuessQueueFull extends Error {}

/** Whoever sent the guess has gone before it was verified. */
export class GuessAbandoned extends Error {}

// Hashes take a fiftieth of a second on two cores, so the last of these waits some five seconds.
const mostWaiting = 250;
let waiting = 0;

/** A guess that has been admitted or refused; end tells that its result is stored. */
type Turn<T> = { admitted: T; end: () => void };

/**
 * Admits guesses of one address and one account one at a time, and lets as many be verified at a time as hashes run.
 * Throws GuessQueueFull, or GuessAbandoned once the signal says that its sender has gone.
 */
export async function inTurn<T>(
  names: [address: string, account: string],
  gone: AbortSignal | undefined,
  admit: (others: Others) => Promise<T | null>,
): Promise<Turn<T | null>> {
  if (waiting >= mostWaiting) throw new GuessQueueFull(`${waiting} guesses wait.`);
  waiting += 1;
  const [address, account] = names;
  try {
    return await inOrder(address, () =>
      inOrder(account, async () => {
        await Promise.all(names.map(awaitPlace));
        if (gone?.aborted) throw new GuessAbandoned('The sender of the guess has gone.');
        const admitted = await admit({ settle: () => settle(names) });
        return { admitted, end: admitted === null ? () => {} : beginVerification(names) };
      }),
    );
  } finally {
    waiting -= 1;
  }
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

// Gives the function that ends the verification.
function beginVerification(names: string[]): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const name of names) verifying.set(name, (verifying.get(name) ?? new Set()).add(promise));
  return () => {
    for (const name of names) {
      verifying.get(name)?.delete(promise);
      if (verifying.get(name)?.size === 0) verifying.delete(name);
    }
    resolve();
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
