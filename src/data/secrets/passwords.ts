import { randomBytes } from 'node:crypto';
import { Argon2id } from 'oslo/password';
import pLimit from 'p-limit';
import { normalisePassword } from '../../domain/password.ts';

// Each hash takes 19 MiB while it runs; two at a time keep two cores busy and a storm of sign-ins from taking the memory.
const hashing = pLimit(2);
const cost = { memorySize: 19_456, iterations: 2, parallelism: 1 };
const argon2id = new Argon2id(cost);

// The dummy for accounts without a hash; nobody knows the password behind it.
const dummyHash = hashPassword(randomBytes(32).toString('base64'));

/** The Argon2id hash (P2) of a password; passwords are compared in NFC. */
export function hashPassword(password: string): Promise<string> {
  return hashing(() => argon2id.hash(normalisePassword(password)));
}

/** True where the password is the hashed one. Without a hash a dummy is verified, so that the time tells nothing (T3). */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  const compared = hash ?? (await dummyHash);
  const right = await hashing(() => argon2id.verify(compared, normalisePassword(password)));
  return right && hash !== null;
}

/** True for a hash that was made at another cost than today's; it is made anew at the next sign-in (P2). */
export function isOutdated(hash: string | null): boolean {
  const { memorySize, iterations, parallelism } = cost;
  return hash !== null && !hash.includes(`$m=${memorySize},t=${iterations},p=${parallelism}$`);
}

/** Fourteen random characters without look-alikes, among them each kind that the rules ask for (P3). */
export function newTemporaryPassword(): string {
  return passwordFrom(randomBytes(32));
}

/** The temporary password that 32 random bytes make. */
export function passwordFrom(bytes: Buffer): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789'];
  const all = kinds.join('');
  // Two bytes a character: the remainder of 65,536 makes none of them noticeably likelier.
  const pick = (characters: string, place: number) => characters[bytes.readUInt16BE(2 * place) % characters.length];
  const group = (alphabets: string[], place: number) =>
    alphabets.map((characters, index) => pick(characters, place + index)).join('');
  return [group([all, all, all, all], 0), group([...kinds, all], 4), group([all, all, all, all], 8)].join('-');
}
