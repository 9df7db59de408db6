import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataFolderError, makeDataFolder } from './data-folder.ts';

/**
 * Locks the data folder for this process and returns the function that unlocks it. The embedded database has no lock of
 * its own, and two processes in one folder destroy it. The lock is one of the operating system, held through SQLite: it
 * ends with the process, so a crash needs no repair (F1). Throws DataFolderError.
 */
export function lockFolder(folder: string): () => void {
  const processFile = join(folder, 'soce.pid');
  makeDataFolder(folder);
  const lock = new DatabaseSync(join(folder, 'soce.lock'));
  try {
    lock.exec('begin exclusive');
    writeFileSync(processFile, `${process.pid}\n`);
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new DataFolderError(
      `La carpeta de datos ${resolve(folder)} ya está en uso por el proceso ${readHolder(processFile)}. ` +
        'Termine ese proceso o indique otra carpeta con SOCE_DATA_DIR.',
    );
  }
  return () => lock.close();
}

// SQLITE_BUSY.
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function readHolder(processFile: string): string {
  try {
    return readFileSync(processFile, 'utf8').trim();
  } catch {
    return 'desconocido';
  }
}
