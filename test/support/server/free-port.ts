import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

// Below the ports that systems give to connections and to servers without a port of their own: one of those could be
// taken by anything before it is used, or between two starts of a server.
const lowest = 15_000;
const highest = 32_000;
const mostTries = 100;

/** Finds a port of this machine on which nothing listens, for a server that is told its port. */
export async function freePort(): Promise<number> {
  for (let time = 0; time < mostTries; time += 1) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
  throw new Error('No free port.');
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
