import { bundle } from '../build.ts';
import { migrate } from '../src/data/database/database.ts';
import { openServer } from '../src/data/database/server.ts';
import { startPostgres } from '../test/support/server/postgres.ts';
import type { Counts } from './counting.ts';
import { type Load, loads } from './loads.ts';
import { type Bench, type Measure, measure, median, proveAndCount } from './measure.ts';
import { populate } from './population.ts';
import { pin, processors } from './processors.ts';
import { built, type Server, startServer } from './server.ts';

// Measures five requests of the product beside a floor (bench/floor.ts), over 16 connections, on one PostgreSQL with
// the measured entity's 1,000 users and 2,000 other entities of 50 users each. The servers run on the first processor,
// the database and the load on the others. Linux only, because it reads /proc.
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);

type Side = 'product' | 'floor';
type Servers = Record<Side, Server>;
type Pair = Record<Side, Measure>;

pin(process.pid, processors.others);
bundle(['bench/serve.ts', 'bench/floor.ts'], built);
const postgres = await startPostgres();
try {
  await postgres.asAdmin(`create database bench owner ${postgres.owner}`);
  const url = postgres.ownerUrl('bench');
  const database = openServer(url, { statementTimeout: 0 });
  await migrate(database);
  await populate(database);
  const started: Server[] = [];
  const start = async (file: string) => {
    const server = await startServer(file, url);
    started.push(server);
    return server;
  };
  try {
    const servers = { product: await start('serve.js'), floor: await start('floor.js') };
    console.table(await table({ database, folder: postgres.folder, seconds }, servers));
  } finally {
    for (const server of started) server.end();
    await database.close();
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  // Keeps this process alive until the database server has stopped.
  const waiting = setInterval(() => {}, 1_000);
  await postgres.end();
  clearInterval(waiting);
}

async function table(bench: Bench, servers: Servers) {
  const results = loads.map((load) => ({ load, pairs: [] as Pair[], counts: {} as Counts }));
  for (const result of results) {
    result.counts = await proveAndCount(bench, result.load, servers.product);
    await proveAndCount(bench, result.load, servers.floor);
  }
  for (let round = 0; round < rounds; round += 1) {
    console.log(`Round ${round + 1} of ${rounds}`);
    for (const { load, pairs } of results) pairs.push(await pair(bench, load, servers, round));
  }
  return Object.fromEntries(results.map(({ load, pairs, counts }) => [load.name, { ...summary(pairs), ...counts }]));
}

// One after the other, so that a slow minute of the machine falls on both; which goes first alternates.
async function pair(bench: Bench, load: Load, servers: Servers, round: number): Promise<Pair> {
  const measures = {} as Pair;
  const sides: Side[] = round % 2 === 0 ? ['product', 'floor'] : ['floor', 'product'];
  for (const side of sides) measures[side] = await measure(bench, load, servers[side]);
  return measures;
}

// The ratios are product ÷ floor, each the median of the ratios within a round.
function summary(pairs: Pair[]) {
  const middle = (side: Side, what: keyof Measure, digits: number) =>
    Number(median(pairs.map((one) => one[side][what])).toFixed(digits));
  const ratio = (what: keyof Measure) =>
    Number(median(pairs.map(({ product, floor }) => product[what] / floor[what])).toFixed(2));
  return {
    'req/s': middle('product', 'speed', 0),
    floor: middle('floor', 'speed', 0),
    ratio: ratio('speed'),
    'Node ms': middle('product', 'node', 2),
    'floor Node': middle('floor', 'node', 2),
    'ratio Node': ratio('node'),
    'PG ms': middle('product', 'postgres', 2),
    'floor PG': middle('floor', 'postgres', 2),
    'ratio PG': ratio('postgres'),
  };
}
