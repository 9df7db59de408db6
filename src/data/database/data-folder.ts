import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';

/** A data folder that can't be used; the message, for the operator, says why and names the setting. */
export class DataFolderError extends Error {}

/**
 * Makes the data folder and those above it, its owner's alone. Node's own way never ends where the system takes no folder,
 * as below /proc.
 */
export function makeDataFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeDataFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Perhaps another process has made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}

/** Gives a fault of the disk on which the data folder lies as a DataFolderError (F1), and any other error as it is. */
export function inDataFolder(folder: string, error: unknown): unknown {
  const { cause } = Object(error) as FileFault;
  const code = codeOf(folder, error) ?? codeOf(folder, cause);
  const place = resolve(folder);
  if (code !== null && full.includes(code)) {
    const sentence = `A la carpeta de datos ${place} le falta espacio en su disco. Libere espacio o indique otra carpeta con SOCE_DATA_DIR.`;
    return new DataFolderError(sentence, { cause: error });
  }
  if (code !== null && unusable.includes(code)) {
    const sentence = `No se puede escribir en la carpeta de datos ${place}. Indique otra carpeta con SOCE_DATA_DIR.`;
    return new DataFolderError(sentence, { cause: error });
  }
  return error;
}

// 53100 is PostgreSQL's.
const full = ['ENOSPC', 'EDQUOT', 'EFBIG', '53100'];
// SQLite's is of the lock.
const unusable = 'ERR_SQLITE_ERROR EROFS EACCES EPERM EIO ENOTDIR EISDIR ENOENT EEXIST ELOOP ENAMETOOLONG'.split(' ');

// The embedded database has a file system of its own, whose faults are numbers of WASI.
const wasiFaults: Record<number, string> = {
  2: 'EACCES',
  19: 'EDQUOT',
  22: 'EFBIG',
  29: 'EIO',
  31: 'EISDIR',
  51: 'ENOSPC',
  54: 'ENOTDIR',
  63: 'EPERM',
  69: 'EROFS',
};

type FileFault = { name?: string; code?: string; errno?: number; path?: string; cause?: unknown };

// Null for the fault of a file elsewhere, such as a part of the program that is missing.
function codeOf(folder: string, error: unknown): string | null {
  const { name, code, errno, path } = Object(error) as FileFault;
  if (name === 'ErrnoError') return wasiFaults[errno ?? 0] ?? null;
  return path === undefined || isWithin(path, folder) || isWithin(folder, path) ? (code ?? null) : null;
}

function isWithin(path: string, folder: string): boolean {
  return `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
}
