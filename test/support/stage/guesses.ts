import { Argon2id } from 'oslo/password';
import { onTestFinished, vi } from 'vitest';
import type { Page } from '../browser/page.ts';
import type { CastUser } from './cast.ts';
import { type Credentials, signIn } from './sign-in.ts';
import type { Stage } from './stage.ts';

/** A password that no user has. */
export const wrong = 'No-es-esta-22';

let addresses = 0;

/** Gives a loopback address from which no request has come yet. */
export function freshAddress(): string {
  addresses += 1;
  return `127.1.${Math.floor(addresses / 250)}.${1 + (addresses % 250)}`;
}

/** Tries to sign in, by default from a new address, so that only the account's tries are counted (T1). */
export function attempt(stage: Stage, who: Credentials, from = freshAddress()) {
  return signIn(stage.site.visitor({ address: from, weigh: false }), who);
}

/** True where a sign-in was accepted, even if its session has ended since for being the oldest of too many. */
export function isIn({ hops }: Page): boolean {
  return hops[0]?.location === '/inicio';
}

/** Fails to sign in so many times, each time from a new address. */
export async function fail(stage: Stage, user: Credentials, times: number): Promise<Page[]> {
  const pages: Page[] = [];
  for (let time = 0; time < times; time += 1) pages.push(await attempt(stage, { ...user, password: wrong }));
  return pages;
}

/** Sets an account's failures in a row, the last one now and its wait expired. */
export async function pretendFailures({ database, clock }: Stage, { ruc, userName }: Credentials, failures: number) {
  const row = { failures, last_at: clock.now, waits_until: clock.now };
  await database.owner
    .insertInto('sign_in_failures')
    .values({ ruc, name_folded: userName.toLowerCase(), ...row })
    .onConflict((conflict) => conflict.columns(['ruc', 'name_folded']).doUpdateSet(row))
    .execute();
}

/** Reads an account's failures in a row and its wait; undefined where it has none. */
export function failuresAt({ database }: Stage, { ruc, userName }: Pick<Credentials, 'ruc' | 'userName'>) {
  return database.owner
    .selectFrom('sign_in_failures')
    .select(['failures', 'waits_until'])
    .where('ruc', '=', ruc)
    .where('name_folded', '=', userName)
    .executeTakeFirst();
}

/** Starts counting the verifications of passwords: `own` against the hash of this user, `all` against any. */
export async function watchVerifications({ database }: Stage, { ruc, id }: Pick<CastUser, 'ruc' | 'id'>) {
  const { password_hash: hash } = await database.owner
    .selectFrom('users')
    .select('password_hash')
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const verify = vi.spyOn(Argon2id.prototype, 'verify');
  onTestFinished(() => verify.mockRestore());
  return {
    own: () => verify.mock.calls.filter(([compared]) => compared === hash).length,
    all: () => verify.mock.calls.length,
  };
}
