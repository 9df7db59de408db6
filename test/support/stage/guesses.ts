import { Argon2id } from 'oslo/password';
import { onTestFinished, vi } from 'vitest';
import type { Page } from '../browser/page.ts';
import type { CastUser } from './cast.ts';
import { type Credentials, signIn } from './sign-in.ts';
import type { Stage } from './stage.ts';

/** A password that is nobody's. */
export const wrong = 'No-es-esta-22';

let addresses = 0;

/** A loopback address from which nothing has come yet. */
export function freshAddress(): string {
  addresses += 1;
  return `127.1.${Math.floor(addresses / 250)}.${1 + (addresses % 250)}`;
}

/** Tries to sign in; where no address is said from one of its own, so that the account alone counts (T1). */
export function attempt(stage: Stage, who: Credentials, from = freshAddress()) {
  return signIn(stage.site.visitor({ address: from, weigh: false }), who);
}

/** Whether a try let somebody in; of many sessions at once the oldest have ended by the time the first page is asked for. */
export function isIn({ hops }: Page): boolean {
  return hops[0]?.location === '/inicio';
}

/** Fails so many times in a row, each from an address of its own. */
export async function fail(stage: Stage, user: Credentials, times: number): Promise<Page[]> {
  const pages: Page[] = [];
  for (let time = 0; time < times; time += 1) pages.push(await attempt(stage, { ...user, password: wrong }));
  return pages;
}

/** As if so many failures in a row stood at an account, the last one now and its wait over. */
export async function pretendFailures({ database, clock }: Stage, { ruc, userName }: Credentials, failures: number) {
  const row = { failures, last_at: clock.now, waits_until: clock.now };
  await database.owner
    .insertInto('sign_in_failures')
    .values({ ruc, name_folded: userName.toLowerCase(), ...row })
    .onConflict((conflict) => conflict.columns(['ruc', 'name_folded']).doUpdateSet(row))
    .execute();
}

/** What is counted at an account; undefined where nothing is. */
export function failuresAt({ database }: Stage, { ruc, userName }: Pick<Credentials, 'ruc' | 'userName'>) {
  return database.owner
    .selectFrom('sign_in_failures')
    .select(['failures', 'waits_until'])
    .where('ruc', '=', ruc)
    .where('name_folded', '=', userName)
    .executeTakeFirst();
}

/** Counts from here on how often a password is verified against somebody's hash, and against the one that is nobody's. */
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

/** Lets the hour by which windows are counted (T2) go on, which the limiter reads off the machine. */
export function windowClock(): { advance(ms: number): void } {
  const real = Date.now;
  let ahead = 0;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
  onTestFinished(() => spy.mockRestore());
  return {
    advance: (ms) => {
      ahead += ms;
    },
  };
}
