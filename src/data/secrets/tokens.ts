import { createHash, randomBytes } from 'node:crypto';

/** Makes a random text of 256 bits for a cookie, a link or a seed (S1). */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The SHA-256 of a token, which is stored instead of the token (S1). */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
