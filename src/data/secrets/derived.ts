import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { normalisePassword } from '../../domain/password.ts';
import { passwordFrom } from './passwords.ts';

/**
 * Secrets that go out by mail (P3), derived from the server's key, the RUC and a seed: none of them is at rest, and a
 * repeated mail has the same.
 */
export type Secrets = {
  /** The temporary password that a mail tells. */
  temporaryPassword(ruc: string, seed: string): string;
  /** True where that password was typed. Derives and compares in constant time, for no seed as well (T3). */
  isTemporaryPassword(ruc: string, seed: string | null, typed: string): boolean;
  /** The secret of the link that reports a recovery. */
  reportToken(ruc: string, seed: string): string;
};

/** The secrets of the server with this key. */
export function deriveSecrets(key: Buffer): Secrets {
  return {
    temporaryPassword: (ruc, seed) => passwordFrom(derive('temporary password', ruc, seed)),
    isTemporaryPassword(ruc, seed, typed) {
      const derived = passwordFrom(derive('temporary password', ruc, seed ?? ''));
      const right = timingSafeEqual(digestOf(derived), digestOf(normalisePassword(typed)));
      return right && seed !== null;
    },
    reportToken: (ruc, seed) => derive('report', ruc, seed).toString('base64url'),
  };

  function derive(purpose: string, ruc: string, seed: string): Buffer {
    return createHmac('sha256', key).update(`${purpose} ${ruc} ${seed}`).digest();
  }
}

// Texts of any length are compared by digests of one length.
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
