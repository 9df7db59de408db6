import { createHmac } from 'node:crypto';
import { passwordFrom } from './passwords.ts';

/**
 * Secrets that go out by mail (P3), derived from the server's key, the RUC and a seed: none of them is at rest, and a
 * repeated mail has the same.
 */
export type Secrets = {
  /** The temporary password that a mail tells. */
  temporaryPassword(ruc: string, seed: string): string;
  /** The secret of the link that reports a recovery. */
  reportToken(ruc: string, seed: string): string;
};

/** The secrets of the server with this key. */
export function deriveSecrets(key: Buffer): Secrets {
  return {
    temporaryPassword: (ruc, seed) => passwordFrom(derive('temporary password', ruc, seed)),
    reportToken: (ruc, seed) => derive('report', ruc, seed).toString('base64url'),
  };

  function derive(purpose: string, ruc: string, seed: string): Buffer {
    return createHmac('sha256', key).update(`${purpose} ${ruc} ${seed}`).digest();
  }
}
