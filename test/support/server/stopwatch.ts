import { readFileSync } from 'node:fs';

/**
 * Starts a stopwatch that goes slower by as much as other programs slow this process down. It gives the milliseconds
 * that would have passed on a machine that does nothing else; where the system doesn't tell, those that have passed.
 */
export function stopwatch(): () => number {
  const begun = performance.now();
  const before = schedule();
  return () => {
    const after = schedule();
    const [ran, waited] = [after.ran - before.ran, after.waited - before.waited];
    return (performance.now() - begun) * (ran > 0 ? ran / (ran + waited) : 1);
  };
}

/** Gives the shortest time of several, in milliseconds of such a stopwatch. */
export async function fastest(times: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const elapsed = stopwatch();
    await work();
    taken.push(elapsed());
  }
  return Math.min(...taken);
}

// The nanoseconds for which the main thread ran and waited for a processor.
function schedule(): { ran: number; waited: number } {
  try {
    const [ran, waited] = readFileSync('/proc/self/schedstat', 'utf8').split(' ');
    return { ran: Number(ran), waited: Number(waited) };
  } catch {
    return { ran: 0, waited: 0 };
  }
}
