import { type SqlBool, sql } from 'kysely';
import { hasAccess } from '../../domain/actor.ts';
import { civilDate } from '../../domain/civil-date.ts';
import { failuresUntilVoid } from '../../domain/guessing.ts';
import { given } from '../../domain/incident.ts';
import { foldUserName } from '../../domain/user.ts';
import type { Database, Transaction } from '../database/database.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import type { Origin, SignedIn } from '../records/caller.ts';
import { withoutSession, writeIncident } from '../records/incident.ts';
import { type Match, matchPassword, noPassword, passwordColumns } from '../records/password.ts';
import type { Secrets } from '../secrets/derived.ts';
import { hashPassword, isOutdated } from '../secrets/passwords.ts';
import { type Admitted, asIfNoted, guarded } from './guessing.ts';

/** What a person types to sign in. */
export type Credentials = { ruc: string; userName: string; password: string };

/** How many times in a row somebody had failed at the account before; its owner is told once they are in. */
export type FailuresBefore = { failuresBefore: number };

/** What signing in works with. */
export type SignInDesk = { database: Database; secrets: Secrets };

/**
 * Checks credentials (product 1 and 6). Null for whatever reason, which isn't told: an unknown account, a wrong or expired
 * password, an access that isn't in effect, too many failures before.
 */
export async function signIn(
  desk: SignInDesk,
  credentials: Credentials,
  origin: Origin,
): Promise<(SignedIn & FailuresBefore) | null> {
  return verified(desk, credentials, origin, async ({ account, match, failuresBefore }) => {
    const { temporary } = match;
    const renewed = !temporary && isOutdated(match.value) ? await hashPassword(credentials.password) : null;
    // A password that was changed or reset while it was verified is no longer right, and isn't brought back.
    const { numUpdatedRows } = await desk.database.owner
      .updateTable('users')
      .set({ last_access_at: origin.now, ...(renewed && { password_hash: renewed }) })
      .where('ruc', '=', account.ruc)
      .where('id', '=', account.id)
      .where(match.column, '=', match.value)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return null;
    return { ruc: account.ruc, userId: account.id, temporary, failuresBefore };
  });
}

/** Asks a signed-in person for their password once more; a wrong one counts like a failed sign-in (T1, T2). */
export async function confirmPassword(desk: SignInDesk, credentials: Credentials, origin: Origin): Promise<boolean> {
  return (await verified(desk, credentials, origin, async () => true)) ?? false;
}

type Verified = { account: Account; match: Match } & FailuresBefore;

async function verified<T>(
  { database, secrets }: SignInDesk,
  { ruc, userName, password }: Credentials,
  origin: Origin,
  answer: (found: Verified) => Promise<T | null>,
): Promise<T | null> {
  const nameFolded = foldUserName(userName);
  return guarded(database, { ruc, nameFolded, address: origin.address }, origin.now, async (admitted) => {
    const account = await findAccount(database, ruc, nameFolded);
    // During a wait the answer takes as long as always, but the typed password isn't compared with the account's (T1).
    const compared = admitted && account ? account : null;
    const match = await matchPassword(compared, ruc, password, secrets, origin.now);
    if (!account || !admitted) {
      await asIfNoted(database, { ruc, nameFolded });
      return null;
    }
    if (!match || !hasAccess(accessFacts(account), civilDate(origin.now))) {
      await noteFailure(database, account, admitted, origin);
      return null;
    }
    return answer({ account, match, failuresBefore: admitted.failures - 1 });
  });
}

type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

function findAccount({ owner }: Database, ruc: string, nameFolded: string) {
  return owner
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .select(['u.ruc', 'u.id', 'u.name', ...passwordColumns, ...accessColumns])
    .where('u.ruc', '=', ruc)
    .where('u.name_folded', '=', nameFolded)
    .executeTakeFirst();
}

// The administrator sees who was refused (D4); after a hundred failures in a row the password is void (T1).
async function noteFailure(
  database: Database,
  account: Account,
  { failures }: Admitted,
  origin: Origin,
): Promise<void> {
  const { ruc, id, name } = account;
  await database.owner.transaction().execute(async (transaction) => {
    const voided = failures >= failuresUntilVoid && (await voidPasswords(transaction, account));
    await writeIncident(transaction, ruc, origin, {
      event: voided ? 'password.voided' : 'sign-in.refused',
      outcome: 'refused',
      actorName: withoutSession,
      subject: { kind: 'user', id, name },
      changes: [given('sign-in.failures', failures), given('request.address', origin.address)],
    });
  });
}

// False where there is none left to void.
async function voidPasswords(transaction: Transaction, { ruc, id }: Account): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('users')
    .set(noPassword)
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .where(sql<SqlBool>`num_nonnulls(password_hash, temporary_hash, mailed_seed) > 0`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
