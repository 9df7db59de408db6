import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { checkCodeOf } from '../../domain/check-code.ts';
import { madePassword } from '../../domain/password.ts';
import { passwordFrom } from './passwords.ts';

/**
 * The secrets in mails (P3), derived from the server key, the RUC and a seed. They are stored nowhere, and a repeated
 * mail has the same ones. The marks of browsers, the digests of sent forms and the check codes of reports are derived
 * from the key as well.
 */
export type Secrets = {
  /** Tells the server key from any other, and can't be turned back into it (F4). */
  fingerprint: string;
  /** The temporary password in the mail with this seed. */
  temporaryPassword(ruc: string, seed: string): string;
  /** True if the typed password is that one. Takes the same time for any password, and for a missing seed (T3). */
  isTemporaryPassword(ruc: string, seed: string | null, typed: string): boolean;
  /** The token in the link that reports the recovery with this seed. */
  reportToken(ruc: string, seed: string): string;
  /** The token in the link that reports the change of identity with this seed. */
  identityReportToken(ruc: string, seed: string): string;
  /** The mark of an account on a text that a browser keeps, by which it is known to that account (T5). */
  browserMark(ruc: string, nameFolded: string, text: string): string;
  /** The digest of what a form with this creation key contained, passwords included (D3). */
  creationDigest(ruc: string, creationKey: string, content: object): string;
  /** The check code of a report with this content (product 10). */
  checkCode(ruc: string, content: string): string;
};

/** Makes the functions that derive secrets from this server key of 32 bytes. */
export function deriveSecrets(key: Buffer): Secrets {
  return {
    fingerprint: createHmac('sha256', key).update('fingerprint').digest('base64url'),
    temporaryPassword: (ruc, seed) => passwordFrom(derive('temporary password', ruc, seed)),
    isTemporaryPassword(ruc, seed, typed) {
      const derived = passwordFrom(derive('temporary password', ruc, seed ?? ''));
      const matches = timingSafeEqual(digestOf(derived), digestOf(madePassword(typed)));
      return matches && seed !== null;
    },
    reportToken: (ruc, seed) => derive('report', ruc, seed).toString('base64url'),
    identityReportToken: (ruc, seed) => derive('identity report', ruc, seed).toString('base64url'),
    browserMark: (ruc, nameFolded, text) =>
      derive('known browser', ruc, JSON.stringify([nameFolded, text])).toString('base64url'),
    creationDigest: (ruc, creationKey, content) =>
      derive('creation', ruc, JSON.stringify([creationKey, content]).normalize('NFC')).toString('base64url'),
    checkCode: (ruc, content) => checkCodeOf(derive('access report', ruc, content)),
  };

  function derive(purpose: string, ruc: string, seed: string): Buffer {
    return createHmac('sha256', key).update(`${purpose} ${ruc} ${seed}`).digest();
  }
}

// timingSafeEqual takes buffers of the same length only.
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
