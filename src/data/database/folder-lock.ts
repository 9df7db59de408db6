import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A data folder that another process holds or that can't be written; the message says which. */
export class FolderInUse extends Error {}

/**
 * Locks the data folder for this process and returns the function that unlocks it. The embedded database has no lock of
 * its own, and two processes in one folder destroy it. The lock is one of the operating system, held through SQLite: it
 * ends with the process, so a crash needs no repair (F1). Throws FolderInUse.
 */
export function lockFolder(folder: string): () => void {
  const processFile = join(folder, 'soce.pid');
  const lock = openLock(folder);
  try {
    lock.exec('begin exclusive');
  } catch {
    lock.close();
    throw new FolderInUse(
      `La carpeta de datos ${resolve(folder)} ya está en uso por el proceso ${readHolder(processFile)}. ` +
        'Termine ese proceso o indique otra carpeta con SOCE_DATA_DIR.',
    );
  }
  writeFileSync(processFile, `${process.pid}\n`);
  return () => lock.close();
}

function openLock(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return new DatabaseSync(join(folder, 'soce.lock'));
  } catch {
    throw new FolderInUse(
      `No se puede escribir en la carpeta de datos ${resolve(folder)}. Indique otra carpeta con SOCE_DATA_DIR.`,
    );
  }
}

function readHolder(processFile: string): string {
  try {
    return readFileSync(processFile, 'utf8').trim();
  } catch {
    return 'desconocido';
  }
}
