import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Argon2id } from 'oslo/password';
import pLimit from 'p-limit';
import { normalisePassword } from '../../domain/password.ts';

/** The hashes that run side by side: each takes 19 MiB, and two use two cores, also in a storm of sign-ins (P2). */
export const hashesAtATime = 2;

const limitHashing = pLimit(hashesAtATime);
const cost = { memorySize: 19_456, iterations: 2, parallelism: 1 };
const argon2id = new Argon2id(cost);

// Verified for accounts without a hash; its password is random and forgotten (T3).
const dummyHash = hashPassword(randomBytes(32).toString('base64'));

/** Hashes a password with Argon2id (P2), in NFC. */
export function hashPassword(password: string): Promise<string> {
  return limitHashing(() => argon2id.hash(normalisePassword(password)));
}

/** True if the password matches the hash. For null a dummy hash is verified, so that the time tells nothing (T3). */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  const compared = hash ?? (await dummyHash);
  const matches = await limitHashing(() => timed(() => argon2id.verify(compared, normalisePassword(password))));
  return matches && hash !== null;
}

/**
 * Takes as long as a verification and no processor, for a guess that a limit refuses (T3): it waits for its turn among
 * the hashes, and then for as long as a recent one took. Only a process that has verified none yet verifies one.
 */
export async function imitateVerification(): Promise<void> {
  const imitated = recentTimes[turn++ % recentTimes.length];
  if (imitated === undefined) return void (await verifyPassword(null, ''));
  await limitHashing(() => {});
  await wait(imitated);
}

// The times of the last verifications, in milliseconds.
const recentTimes: number[] = [];
const mostTimes = 32;
let turn = 0;

async function timed<T>(work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  recentTimes.push(performance.now() - begun);
  if (recentTimes.length > mostTimes) recentTimes.shift();
  return result;
}

/** True for a hash made at another cost than the present one; the next sign-in replaces it (P2). */
export function isOutdated(hash: string | null): boolean {
  const { memorySize, iterations, parallelism } = cost;
  return hash !== null && !hash.includes(`$m=${memorySize},t=${iterations},p=${parallelism}$`);
}

/** Makes a temporary password: one word of twelve random letters and digits without look-alikes (P3). */
export function newTemporaryPassword(): string {
  return passwordFrom(randomBytes(32));
}

/** Makes the temporary password of 32 random bytes; it has an upper and a lower case letter and a digit (P3). */
export function passwordFrom(bytes: Buffer): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789'];
  const all = kinds.join('');
  // With two bytes a character the remainder makes no character noticeably likelier.
  const pick = (characters: string, place: number) => characters[bytes.readUInt16BE(2 * place) % characters.length];
  const places = [all, all, all, all, ...kinds, all, all, all, all, all];
  return places.map(pick).join('');
}
