import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from './errors.ts';

/**
 * Reads the server key in the data folder, 64 hex digits; the first start makes it. `fits` tells the database's key,
 * and is null while the database has none. Throws DatabaseError if the file has anything else: with an empty key
 * everybody could forge forms and addresses (product 7).
 */
export function embeddedKey(folder: string, fits: ((key: string) => boolean) | null): string {
  const file = join(folder, 'soce.key');
  if (fits) finishRotation(folder, fits);
  else if (!existsSync(file)) writeWhole(file, newKey());
  if (!existsSync(file)) {
    throw new DatabaseError(`Falta el archivo ${file} con la clave de la base de datos. ${wayOut}`);
  }
  return readKey(file);
}

/** Throws DatabaseError for a damaged key file, before anything is migrated or filled. */
export function checkKeyFile(folder: string): void {
  const file = join(folder, 'soce.key');
  if (existsSync(file)) readKey(file);
}

function readKey(file: string): string {
  const key = readFileSync(file, 'utf8').trim();
  if (isKey(key)) return key;
  throw new DatabaseError(`El archivo ${file} no tiene los 64 dígitos hexadecimales de la clave. ${wayOut}`);
}

const wayOut =
  'Restáurelo de un respaldo; si no lo hay, ejecute «npm run soce -- key rotate», que hace otra clave y termina las contraseñas temporales ya enviadas.';

/**
 * Makes the next key and gives it. It lies beside the present one until the database has taken it, so that a crash at
 * any moment leaves a key that fits (F4).
 */
export function makeNextKey(folder: string): string {
  const key = newKey();
  writeWhole(nextFile(folder), key);
  return key;
}

/** Puts the next key in the place of the present one, once the database has taken it. */
export function takeNextKey(folder: string): void {
  renameSync(nextFile(folder), join(folder, 'soce.key'));
}

// A rotation that was cut off: the next key counts if the database has taken it.
function finishRotation(folder: string, fits: (key: string) => boolean): void {
  const next = nextFile(folder);
  if (!existsSync(next)) return;
  const key = readFileSync(next, 'utf8');
  if (isKey(key) && fits(key)) takeNextKey(folder);
  else rmSync(next);
}

function nextFile(folder: string): string {
  return join(folder, 'soce.key.next');
}

function newKey(): string {
  return randomBytes(32).toString('hex');
}

function isKey(text: string): boolean {
  return /^[0-9a-fA-F]{64}$/.test(text);
}

// A full disk or a crash leaves the file whole or absent, never in part.
function writeWhole(file: string, text: string): void {
  const part = `${file}.part`;
  const handle = openSync(part, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
}
