import { type SqlBool, sql } from 'kysely';
import { hasAccess } from '../../domain/actor.ts';
import { civilDate } from '../../domain/civil-date.ts';
import { failuresUntilVoid } from '../../domain/guessing.ts';
import { given } from '../../domain/incident.ts';
import { foldUserName } from '../../domain/user.ts';
import type { Database, Transaction } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import type { Origin, SignedIn } from '../records/caller.ts';
import { withoutSession, writeIncident } from '../records/incident.ts';
import { type Match, matchPassword, noPassword, passwordColumns } from '../records/password.ts';
import type { Secrets } from '../secrets/derived.ts';
import { hashPassword, isOutdated } from '../secrets/passwords.ts';
import { type Admitted, guardedGuess, imitateIncident } from './guessing.ts';

/** The typed RUC, user name and password. */
type Credentials = { ruc: string; userName: string; password: string };

/** The number of failures in a row before this attempt, which the person is told after signing in (product 1). */
type FailuresBefore = { failuresBefore: number };

/** The parts that check credentials. */
export type SignInParts = { database: Database; secrets: Secrets };

/**
 * Checks credentials and gives the user, who may open a session (product 1, 6). Gives null, whatever the reason: an
 * unknown account, a wrong or expired password, no access, or too many failures before.
 */
export async function signIn(
  parts: SignInParts,
  credentials: Credentials,
  origin: Origin,
): Promise<(SignedIn & FailuresBefore) | null> {
  return verify(parts, credentials, origin, async ({ account, match, failuresBefore }) => {
    const signedIn = { ruc: account.ruc, userId: account.id, temporary: match.temporary, failuresBefore };
    const stored = await storeAccess(parts.database, account, match, credentials.password, origin.now);
    return stored || (await storeAfterRenewal(parts, account, credentials, origin.now)) ? signedIn : null;
  });
}

// The password may have been changed or reset since it was verified; then this stores nothing and gives false.
async function storeAccess(
  { owner }: Database,
  { ruc, id }: Account,
  match: Match,
  password: string,
  now: Date,
): Promise<boolean> {
  const renewed = !match.temporary && isOutdated(match.value) ? await hashPassword(password) : null;
  const { numUpdatedRows } = await owner
    .updateTable('users')
    .set({ last_access_at: now, ...(renewed && { password_hash: renewed }) })
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .where(match.column, '=', match.value)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

// A sign-in beside this one may have renewed the hash of the same password.
async function storeAfterRenewal(
  { database, secrets }: SignInParts,
  { ruc, name }: Account,
  { password }: Credentials,
  now: Date,
): Promise<boolean> {
  const account = await findAccount(database, ruc, foldUserName(name));
  if (!account || !hasAccess(accessFacts(account), civilDate(now))) return false;
  const match = await matchPassword(account, ruc, password, secrets, now);
  return match?.column === 'password_hash' && storeAccess(database, account, match, password, now);
}

/** Says whether credentials are right; wrong ones count like a failed sign-in (T1, T2). */
export async function confirmPassword(parts: SignInParts, credentials: Credentials, origin: Origin): Promise<boolean> {
  return (await verify(parts, credentials, origin, async () => true)) ?? false;
}

type Verified = { account: Account; match: Match } & FailuresBefore;

async function verify<T>(
  { database, secrets }: SignInParts,
  { ruc, userName, password }: Credentials,
  origin: Origin,
  answer: (found: Verified) => Promise<T | null>,
): Promise<T | null> {
  const nameFolded = foldUserName(userName);
  return guardedGuess(database, { ruc, nameFolded, address: origin.address }, origin.now, async (admitted) => {
    const account = await findAccount(database, ruc, nameFolded);
    // While the account waits, a dummy is verified in place of its password, which takes as long (T1, T3).
    const compared = admitted && account ? account : null;
    const match = await matchPassword(compared, ruc, password, secrets, origin.now);
    if (!account || !admitted) {
      await imitateIncident(database, { ruc, nameFolded });
      return null;
    }
    if (!match || !hasAccess(accessFacts(account), civilDate(origin.now))) {
      await recordFailure(database, account, admitted, origin);
      return null;
    }
    return answer({ account, match, failuresBefore: admitted.failures - admitted.beside - 1 });
  });
}

type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

async function findAccount({ owner }: Database, ruc: string, nameFolded: string) {
  const [account] = await selectAccount(owner, { ruc, nameFolded });
  return account;
}

const selectAccount = statement(({ ruc, nameFolded }: { ruc: string; nameFolded: string }) =>
  builder
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .select(['u.ruc', 'u.id', 'u.name', ...passwordColumns, ...accessColumns])
    .where('u.ruc', '=', ruc)
    .where('u.name_folded', '=', nameFolded),
);

// The history shows refused sign-ins (D4). After a hundred failures in a row the passwords are void (T1).
async function recordFailure(
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

// Gives false if the user has no password left.
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
