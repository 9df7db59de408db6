import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from './errors.ts';

/**
 * Reads the server key in the data folder, 64 hex digits; the first call makes it. Throws DatabaseError if the file has
 * anything else: with an empty key everybody could forge forms and addresses (product 7).
 */
export function embeddedKey(folder: string): string {
  const file = join(folder, 'soce.key');
  if (!existsSync(file)) writeWhole(file, randomBytes(32).toString('hex'));
  const key = readFileSync(file, 'utf8').trim();
  if (/^[0-9a-fA-F]{64}$/.test(key)) return key;
  throw new DatabaseError(
    `El archivo ${file} no tiene los 64 dígitos hexadecimales de la clave. Restáurelo de un respaldo; si no lo hay, bórrelo: se hará otra clave y dejarán de servir las contraseñas temporales ya enviadas.`,
  );
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
