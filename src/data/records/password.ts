import { sql } from 'kysely';
import type { PasswordState } from '../../domain/access.ts';
import { copiedPassword, isInTime } from '../../domain/password.ts';
import type { Secrets } from '../secrets/derived.ts';
import { verifyPassword } from '../secrets/passwords.ts';

/**
 * The passwords of a user. At most one hash is set: of the person's own password or of a typed temporary one. A mailed
 * temporary password has a seed instead, from which it is derived (P3), and is valid beside the hashed one.
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

/**
 * The column that a typed password matches, with its value. An update with both as condition changes nothing if the
 * password has been changed meanwhile.
 */
export type Match = {
  column: 'password_hash' | 'temporary_hash' | 'mailed_seed';
  value: string;
  temporary: boolean;
};

/**
 * Compares a typed password with those of a user that haven't expired; null passwords stand for an unknown user. Gives
 * null if none matches. Every call verifies one Argon2id hash and derives one password, so that its time tells nothing
 * about the account (T3).
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
  // Decided ahead, because a second verification would tell that there is a temporary password.
  const compared = stored?.temporary ? copiedPassword(typed) : typed;
  const hashed = await verifyPassword(stored?.value ?? null, compared);
  if (stored && hashed) return stored;
  return seed !== null && mailed ? { column: 'mailed_seed', value: seed, temporary: true } : null;
}

function storedHash({ password_hash, temporary_hash, temporary_until }: Passwords, now: Date): Match | null {
  if (password_hash !== null) return { column: 'password_hash', value: password_hash, temporary: false };
  if (temporary_hash === null || !isInTime(temporary_until, now)) return null;
  return { column: 'temporary_hash', value: temporary_hash, temporary: true };
}

/**
 * Says whether a new password is the own one, or the former one that a reset or recovery ended (P1). Only for a person
 * whose present password has been confirmed (T5).
 */
export async function wasInUse(
  { password_hash, former_hash }: { password_hash: string | null; former_hash: string | null },
  typed: string,
): Promise<boolean> {
  for (const hash of [password_hash, former_hash]) {
    if (hash !== null && (await verifyPassword(hash, typed))) return true;
  }
  return false;
}

/** The SQL value of the state of a user's password at a moment, of the columns of one user (P3). */
export function passwordState(now: Date) {
  return sql<PasswordState>`case
    when password_hash is not null or greatest(temporary_until, mailed_until) > ${now} then 'good'
    when coalesce(temporary_until, mailed_until) is null then 'missing'
    else 'expired' end`;
}

/** The columns' values without a temporary password. */
export const noTemporaryPassword = {
  temporary_hash: null,
  temporary_until: null,
  mailed_seed: null,
  mailed_until: null,
} as const;

/** The columns' values without any password. */
export const noPassword = { password_hash: null, ...noTemporaryPassword } as const;

/**
 * The column's value that keeps the own password as the former one, for an update that ends it other than by a change of
 * the person's own (P1).
 */
export const formerPassword = { former_hash: sql<string | null>`coalesce(password_hash, former_hash)` };

/** Gives the columns' values with the person's own password, by its hash, and no other. */
export function ownPassword(hash: string) {
  return { ...noTemporaryPassword, password_hash: hash };
}

/** Gives the columns' values with a temporary password, typed or printed by the command line, and no other. */
export function typedPassword(hash: string, until: Date) {
  return { ...noPassword, temporary_hash: hash, temporary_until: until };
}

/** Gives the columns' values that add a mailed temporary password. */
export function mailedPassword(seed: string, until: Date) {
  return { mailed_seed: seed, mailed_until: until };
}
