import { existsSync, statfsSync } from 'node:fs';
import { platform } from 'node:os';

const roomOfRun = 4 * 2 ** 30;

/**
 * Gives the file system in memory if it has room for a run, else null. A disk's takes ever longer to create files after
 * many are deleted, as with each database that a test drops and each page that a browser closes.
 */
export function roomyMemory(): string | null {
  const memory = '/dev/shm';
  if (platform() !== 'linux' || !existsSync(memory)) return null;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > roomOfRun ? memory : null;
}
