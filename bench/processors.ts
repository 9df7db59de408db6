import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** The processor of the measured server, and those of the database and the load. */
export const processors = { server: '0', others: `1-${availableParallelism() - 1}` } as const;

const ticksPerSecond = 100;

/** Keeps a process and what it starts from now on to some processors; does nothing where there is one alone. */
export function pin(pid: number | undefined, list: string): void {
  spawnSync('taskset', ['-a', '-p', '-c', list, String(pid)]);
}

/** The CPU time of a process until now, in seconds. */
export function cpuSeconds(pid: number | undefined): number {
  return ticksOf(statOf(pid), [field.user, field.system]) / ticksPerSecond;
}

/** The CPU time of a PostgreSQL server until now, in seconds, with its connections' processes, ended ones included. */
export function postgresSeconds(folder: string): number {
  const postmaster = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => Number(stat[field.parent]) === postmaster)
    .map((stat) => ticksOf(stat, [field.user, field.system]));
  const own = ticksOf(statOf(postmaster), [field.user, field.system, field.userOfEnded, field.systemOfEnded]);
  return children.reduce((sum, one) => sum + one, own) / ticksPerSecond;
}

// The places of the fields after the process's name (proc(5)).
const field = { parent: 1, user: 11, system: 12, userOfEnded: 13, systemOfEnded: 14 };

function ticksOf(stat: string[], places: number[]): number {
  return places.reduce((sum, place) => sum + Number(stat[place] ?? 0), 0);
}

// Reads the fields after the name, which may contain spaces; none if the process has ended.
function statOf(pid: number | undefined): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
