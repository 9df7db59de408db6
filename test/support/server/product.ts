import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { bundle, product } from '../../../build.ts';
import { Visitor, type VisitorOptions } from '../browser/visitor.ts';
import { buildFolder } from './cache.ts';

/** A process's exit code, or the signal that ended it. */
export type Ending = { code: number | null; signal: NodeJS.Signals | null };

/** The built product in a process, started as on a server. */
export type Product = {
  process: ChildProcess;
  /** The address on which it says to listen. */
  baseUrl: URL;
  /** The milliseconds from its start until it listened, less those spent waiting for a processor. */
  startUp: number;
  /** Gives its output so far, of both streams. */
  output(): string;
  visitor(options?: VisitorOptions): Visitor;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ending>;
};

/**
 * Settings of Node for a process that lives for seconds: the embedded database is compiled once, and not a second time
 * to run faster, which halves what its start costs.
 */
export const shortLived = ['--liftoff-only'];

/** Starts the product and waits until it listens. Throws with its output where it ends before. */
export async function startProduct(
  environment: Record<string, string>,
  folder = builtProduct(),
  settings = shortLived,
): Promise<Product> {
  const begun = performance.now();
  const { process: child, output, ended } = launchProduct(environment, folder, settings);
  const listening = await Promise.race([announced(child, output), ended]);
  if (typeof listening !== 'string') throw new Error(`The product did not start:\n${output()}`);
  const baseUrl = new URL(listening.replace('//localhost:', '//127.0.0.1:'));
  return {
    process: child,
    baseUrl,
    startUp: performance.now() - begun - heldUp(child),
    output,
    visitor: (options = {}) => new Visitor(baseUrl, { weigh: false, ...options }),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** Starts the product in a folder, on a free port, without waiting until it listens. */
export function launchProduct(
  environment: Record<string, string>,
  folder = builtProduct(),
  settings = shortLived,
): Pick<Product, 'process' | 'output' | 'ended'> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [...settings, join(folder, 'dist/src/server.js')], {
    cwd: folder,
    env: { PATH, PORT: '0', NODE_COMPILE_CACHE: join(inject('run').folder, 'compiled'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const guard = endWithTests(child);
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (written += text));
  const ended = once(child, 'close').then(() => {
    guard.kill('SIGKILL');
    return { code: child.exitCode, signal: child.signalCode };
  });
  return { process: child, output: () => written, ended };
}

/** Reads the product's log so far. */
export function logOf({ output }: Pick<Product, 'output'>): LogLine[] {
  const lines = output().split('\n');
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
}

/** A line of the log. Each event has some of the fields. */
export type LogLine = {
  level: number;
  msg: string;
  method: string;
  path: string;
  status: number;
  requestId: string;
  code: string;
  fault: string;
  aborted: boolean;
  responseCode: number;
  requests: number;
  err: Record<string, string>;
};

/** Starts the product with settings that it refuses; gives its ending and its output. */
export async function refusedStart(environment: Record<string, string>): Promise<Ending & { output: string }> {
  const { ended, output } = launchProduct(environment);
  return { ...(await ended), output: output() };
}

/** Builds the product as `npm start` does, once a run; gives its folder. */
export function builtProduct(): string {
  const folder = buildFolder(inject('run').folder);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-draft-`);
  writeFileSync(join(draft, 'package.json'), '{"type":"module"}');
  bundle(product, join(draft, 'dist'));
  try {
    renameSync(draft, folder);
  } catch {
    // Another process has built it meanwhile.
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

// Ends a process when the pipe from this one closes: after a test that fails, and even after kill -9.
function endWithTests(child: ChildProcess): ChildProcess {
  const script = 'while read -r line; do :; done; kill -9 "$1" 2>/dev/null';
  const guard = spawn('sh', ['-c', script, 'sh', String(child.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  (guard.stdin as Socket).unref();
  return guard;
}

/** Gives the milliseconds for which a process waited for a processor; 0 where the system does not tell. */
function heldUp({ pid }: ChildProcess): number {
  try {
    const [, waiting] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(waiting) / 1e6;
  } catch {
    return 0;
  }
}

function announced(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve) => {
    const look = () => {
      const [, address] = /SOCE Usuarios atiende en (http:\S+)\s/.exec(output()) ?? [];
      if (address) resolve(address);
    };
    child.stdout?.on('data', look);
    look();
  });
}
