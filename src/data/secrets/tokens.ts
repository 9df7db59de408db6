import { createHash, randomBytes } from 'node:crypto';

/** A new secret for a cookie, a link or a seed: 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The SHA-256 of a token: all that the database keeps of it. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
