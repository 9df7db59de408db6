import { isInTime } from '../../domain/password.ts';
import type { Secrets } from '../secrets/derived.ts';
import { verifyPassword } from '../secrets/passwords.ts';

/**
 * The passwords of a user. One hash at most is stored: of the person's own password, or of a temporary one that was
 * typed. A temporary one that was mailed is derived from its seed, and may stand beside either.
 */
export type Passwords = {
  password_hash: string | null;
  temporary_hash: string | null;
  temporary_until: Date | null;
  mailed_seed: string | null;
  mailed_until: Date | null;
};

/** The columns of Passwords, of users as u. */
export const passwordColumns = [
  'u.password_hash',
  'u.temporary_hash',
  'u.temporary_until',
  'u.mailed_seed',
  'u.mailed_until',
] as const;

/** The column that a typed password was found right by, and its value, for a guarded update to compare. */
export type Match = {
  column: 'password_hash' | 'temporary_hash' | 'mailed_seed';
  value: string;
  temporary: boolean;
};

/**
 * Finds the password that was typed; null where it is none of the user's, and for no user. It takes one verification of
 * an Argon2id hash and one derivation in any case, so that the time tells nothing of the account (T3).
 */
export async function matchPassword(
  passwords: Passwords | null,
  ruc: string,
  typed: string,
  secrets: Secrets,
  now: Date,
): Promise<Match | null> {
  const stored = passwords && storedHash(passwords, now);
  const seed = passwords && isInTime(passwords.mailed_until, now) ? passwords.mailed_seed : null;
  const mailed = secrets.isTemporaryPassword(ruc, seed, typed);
  const hashed = await verifyPassword(stored?.value ?? null, typed);
  if (stored && hashed) return stored;
  return seed !== null && mailed ? { column: 'mailed_seed', value: seed, temporary: true } : null;
}

function storedHash({ password_hash, temporary_hash, temporary_until }: Passwords, now: Date): Match | null {
  if (password_hash !== null) return { column: 'password_hash', value: password_hash, temporary: false };
  if (temporary_hash === null || !isInTime(temporary_until, now)) return null;
  return { column: 'temporary_hash', value: temporary_hash, temporary: true };
}

/** Columns without a temporary password. */
export const noTemporaryPassword = {
  temporary_hash: null,
  temporary_until: null,
  mailed_seed: null,
  mailed_until: null,
} as const;

/** Columns without any password. */
export const noPassword = { password_hash: null, ...noTemporaryPassword } as const;

/** Columns with a person's own password alone. */
export function ownPassword(hash: string) {
  return { ...noTemporaryPassword, password_hash: hash };
}

/** Columns with a temporary password alone that somebody typed or read from the command line. */
export function typedPassword(hash: string, until: Date) {
  return { ...noPassword, temporary_hash: hash, temporary_until: until };
}

/** The columns of a mailed temporary password. */
export function mailedPassword(seed: string, until: Date) {
  return { mailed_seed: seed, mailed_until: until };
}
