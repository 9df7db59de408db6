import { type SqlBool, sql } from 'kysely';
import { hasAccess } from '../../domain/access.ts';
import { civilDate } from '../../domain/civil-date.ts';
import { failuresUntilVoid } from '../../domain/guessing.ts';
import { given } from '../../domain/incident.ts';
import { foldUserName } from '../../domain/user.ts';
import type { Database, Transaction } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import type { Origin, SignedIn } from '../records/caller.ts';
import { withoutSession, writeIncident } from '../records/incident.ts';
import { formerPassword, type Match, matchPassword, noPassword, passwordColumns } from '../records/password.ts';
import { type NewSession, openSession } from '../records/session.ts';
import type { Secrets } from '../secrets/derived.ts';
import { hashPassword, imitateVerification, isOutdated } from '../secrets/passwords.ts';
import { type Admitted, guardedGuess, imitateIncident, isAdmitted, type Limited } from './guessing.ts';

/** The typed RUC, user name and password. */
type Credentials = { ruc: string; userName: string; password: string };

/** The number of failures in a row before this attempt, which the person is told after signing in (product 1). */
type FailuresBefore = { failuresBefore: number };

/** The parts that check credentials. */
export type SignInParts = { database: Database; secrets: Secrets };

/**
 * Checks credentials and opens a session for the user (product 1, 6; S5). Gives null, whatever the reason: an unknown
 * account, a wrong or expired password, no access, or too many failures before.
 */
export async function signIn(
  parts: SignInParts,
  credentials: Credentials,
  origin: Origin,
  session: NewSession,
): Promise<(SignedIn & FailuresBefore) | null> {
  const verdict = await verify(parts, credentials, origin, async ({ account, match, failuresBefore }) => {
    if (!hasAccess(accessFacts(account), civilDate(origin.now))) return null;
    const entering = { account, match, password: credentials.password, session, now: origin.now };
    const entered = (await enter(parts, entering)) || (await enterAfterRenewal(parts, entering));
    if (!entered) return null;
    return { ruc: account.ruc, userId: account.id, temporary: match.temporary, failuresBefore };
  });
  return verdict.kind === 'right' ? verdict.value : null;
}

/** The verdict on a typed password: right, wrong, or not verified, because there were too many failures before. */
export type Verdict<T> = { kind: 'right'; value: T } | { kind: 'wrong' } | ({ kind: 'limited' } & Limited);

/**
 * Verifies the password with which a person signed in, temporary or not, for what the product asks it for. A wrong one,
 * or the other of the two, counts like a failed sign-in (T5); the right one is right although the access ended meanwhile.
 * Gives the match, with which a change replaces the password only if it is still the same.
 */
export function confirmPassword(
  parts: SignInParts,
  { temporary, ...credentials }: Credentials & { temporary: boolean },
  origin: Origin,
): Promise<Verdict<Match>> {
  return verify(parts, credentials, origin, async ({ match }) => (match.temporary === temporary ? match : null));
}

type Verified = { account: Account; match: Match } & FailuresBefore;

async function verify<T>(
  { database, secrets }: SignInParts,
  { ruc, userName, password }: Credentials,
  origin: Origin,
  answer: (found: Verified) => Promise<T | null>,
): Promise<Verdict<T>> {
  const nameFolded = foldUserName(userName);
  let limited: Limited | null = null;
  const value = await guardedGuess(database, { ruc, nameFolded, origin }, async (admission) => {
    const account = await findAccount(database, ruc, nameFolded);
    if (!isAdmitted(admission)) {
      limited = admission;
      await imitateVerification();
      await imitateIncident(database, { ruc, nameFolded });
      return null;
    }
    const match = await matchPassword(account ?? null, ruc, password, secrets, origin.now);
    if (!account) {
      await imitateIncident(database, { ruc, nameFolded });
      return null;
    }
    if (!match) {
      await recordFailure(database, account, admission, origin);
      return null;
    }
    const failuresBefore = admission.failures - admission.unverified;
    const answered = await answer({ account, match, failuresBefore });
    // What stays counted as a failure is an incident too, also where a right password came too late.
    if (answered === null) await recordFailure(database, account, admission, origin);
    return answered;
  });
  if (value !== null) return { kind: 'right', value };
  return limited ? { kind: 'limited', ...(limited as Limited) } : { kind: 'wrong' };
}

type Entering = { account: Account; match: Match; password: string; session: NewSession; now: Date };

// Password, state and access are looked at again under the locks that their changes take (S5): a reset or a deactivation
// meanwhile comes either before, and this opens nothing, or after, and ends what this opens.
async function enter(
  { database }: SignInParts,
  { account, match, password, session, now }: Entering,
): Promise<boolean> {
  const { ruc, id } = account;
  const renewed = !match.temporary && isOutdated(match.value) ? await hashPassword(password) : null;
  return database.owner.transaction().execute(async (transaction) => {
    const current = await lockAccount(transaction, { ruc, id });
    if (!current || current[match.column] !== match.value) return false;
    if (!hasAccess(accessFacts(current), civilDate(now))) return false;
    await transaction
      .updateTable('users')
      .set({ last_access_at: now, ...(renewed && { password_hash: renewed }) })
      .where('ruc', '=', ruc)
      .where('id', '=', id)
      .execute();
    await openSession(transaction, { ruc, userId: id, temporary: match.temporary }, session, now);
    return true;
  });
}

// A sign-in beside this one may have renewed the hash of the same password.
async function enterAfterRenewal(parts: SignInParts, entering: Entering): Promise<boolean> {
  const { ruc, name } = entering.account;
  if (entering.match.column !== 'password_hash') return false;
  const account = await findAccount(parts.database, ruc, foldUserName(name));
  if (!account || account.password_hash === entering.match.value) return false;
  const match = await matchPassword(account, ruc, entering.password, parts.secrets, entering.now);
  return match?.column === 'password_hash' && enter(parts, { ...entering, account, match });
}

type AccountKey = { ruc: string; id: number };

// Entity and contact come first, as in the changes that end the access of all their users.
async function lockAccount(transaction: Transaction, key: AccountKey) {
  await shareEntityAndContact(transaction, key);
  const [account] = await selectLocked(transaction, key);
  return account;
}

const shareEntityAndContact = statement(({ ruc, id }: AccountKey) =>
  builder
    .selectFrom('contacts as c')
    .innerJoin('entities as e', 'e.ruc', 'c.ruc')
    .select('c.id')
    .where('c.ruc', '=', ruc)
    .where('c.id', '=', (read) =>
      read.selectFrom('users as u').select('u.contact_id').where('u.ruc', '=', ruc).where('u.id', '=', id),
    )
    .forShare(['e', 'c']),
);

const selectLocked = statement(({ ruc, id }: AccountKey) =>
  accountQuery().where('u.ruc', '=', ruc).where('u.id', '=', id).forUpdate('u'),
);

type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

async function findAccount({ owner }: Database, ruc: string, nameFolded: string) {
  const [account] = await selectAccount(owner, { ruc, nameFolded });
  return account;
}

const selectAccount = statement(({ ruc, nameFolded }: { ruc: string; nameFolded: string }) =>
  accountQuery().where('u.ruc', '=', ruc).where('u.name_folded', '=', nameFolded),
);

function accountQuery() {
  return builder
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .select(['u.ruc', 'u.id', 'u.name', ...passwordColumns, ...accessColumns]);
}

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
    .set({ ...noPassword, ...formerPassword })
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .where(sql<SqlBool>`num_nonnulls(password_hash, temporary_hash, mailed_seed) > 0`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
