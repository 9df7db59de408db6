import autocannon from 'autocannon';
import { sql } from 'kysely';
import type { Database } from '../src/data/database/database.ts';
import type { Counts } from './counting.ts';
import type { Load, Step } from './loads.ts';
import { measured } from './population.ts';
import { cpuSeconds, postgresSeconds } from './processors.ts';
import type { Server } from './server.ts';
import { send, visit } from './visit.ts';

/** What a load took: requests a second, and CPU milliseconds a request in Node and in PostgreSQL. */
export type Measure = { speed: number; node: number; postgres: number };

/** What the measuring needs: the database, its server's folder, and the seconds of a load. */
export type Bench = { database: Database; folder: string; seconds: number };

const connections = 16;
const firstRequests = 3 * connections;
const warmUpSeconds = 1;
const countedRequests = 5;

/**
 * Sends a load's request a few times, one after the other, and proves each answer. Gives the statements and the writes
 * to PostgreSQL that most of them took: now and then the product also stores when the session was last seen.
 */
export async function proveAndCount({ database }: Bench, load: Load, server: Server): Promise<Counts> {
  const next = await load.steps(database, await visit(server));
  const counted: Counts[] = [];
  for (let request = 0; request < countedRequests; request += 1) {
    const before = await server.counts();
    await prove(load, next(), server);
    const after = await server.counts();
    counted.push({ statements: after.statements - before.statements, writes: after.writes - before.writes });
  }
  return {
    statements: median(counted.map(({ statements }) => statements)),
    writes: median(counted.map(({ writes }) => writes)),
  };
}

/**
 * Measures a load on a server. The number of requests follows from the speed of the warm-up; it is fixed, so that none
 * is still running when the CPU times are read.
 */
export async function measure(bench: Bench, load: Load, server: Server): Promise<Measure> {
  const { database, folder, seconds } = bench;
  // Each measure finds the same number of sessions, and no rows that others have left dead.
  await sql`delete from sessions`.execute(database.owner);
  await sql`vacuum sessions, users, contacts, incidents, sign_in_failures, throttling`.execute(database.owner);
  const next = await load.steps(database, await visit(server));
  const first = await run(load, server, next, firstRequests);
  const warm = await run(load, server, next, amountFor(first, warmUpSeconds));
  const incidentsBefore = await incidents(database);
  const before = { node: cpuSeconds(server.pid), postgres: postgresSeconds(folder) };
  const amount = amountFor(warm, seconds);
  const speed = await run(load, server, next, amount);
  const after = { node: cpuSeconds(server.pid), postgres: postgresSeconds(folder) };
  const changes = (await incidents(database)) - incidentsBefore;
  if (load.changes && changes !== amount) throw new Error(`${load.name}: ${amount} requests made ${changes} changes.`);
  const perRequest = (cpuBefore: number, cpuAfter: number) => (1_000 * (cpuAfter - cpuBefore)) / amount;
  return {
    speed,
    node: perRequest(before.node, after.node),
    postgres: perRequest(before.postgres, after.postgres),
  };
}

/** The middle one of some numbers. */
export function median(numbers: number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

async function prove({ name, status }: Load, { request, proof }: Step, server: Server): Promise<void> {
  const answer = await send(server, request);
  if (answer.status === status && (await proof(answer))) return;
  throw new Error(
    `${name}: ${request.path} of ${server.origin} answered ${answer.status} and did not do what it should.`,
  );
}

// Gives the requests a second. A single error, or answer of another status, ends the bench.
async function run(load: Load, { origin }: Server, next: () => Step, amount: number): Promise<number> {
  const result = await autocannon({
    url: origin,
    connections,
    amount,
    bailout: 1,
    // How often, in milliseconds, it looks whether it has finished, and so the precision of the duration.
    sampleInt: 10,
    requests: [{ setupRequest: (defaults) => ({ ...defaults, ...next().request }) }],
  });
  const good = result.statusCodeStats?.[`${load.status}`]?.count ?? 0;
  if (good !== amount)
    throw new Error(`${load.name}: ${good} of ${amount} requests were answered with ${load.status}.`);
  return amount / result.duration;
}

function amountFor(speed: number, seconds: number): number {
  return Math.max(connections, Math.round(speed * seconds));
}

async function incidents({ owner }: Database): Promise<number> {
  const { count } = await owner
    .selectFrom('incidents')
    .select((read) => read.fn.countAll<number>().as('count'))
    .where('ruc', '=', measured.ruc)
    .executeTakeFirstOrThrow();
  return count;
}
