import { hasAccess } from '../../domain/actor.ts';
import { civilDate } from '../../domain/civil-date.ts';
import { failuresUntilVoid } from '../../domain/guessing.ts';
import { given } from '../../domain/incident.ts';
import { foldUserName } from '../../domain/user.ts';
import type { Database, Transaction } from '../database/database.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import type { Origin, SignedIn } from '../records/caller.ts';
import { noteIncident, withoutSession } from '../records/incident.ts';
import { hashPassword, isOutdated, verifyPassword } from '../secrets/passwords.ts';
import { type Admitted, asIfNoted, guarded } from './guessing.ts';

/** What a person types to sign in. */
export type Credentials = { ruc: string; userName: string; password: string };

/** How many times in a row somebody had failed at the account before; its owner is told once they are in. */
export type FailuresBefore = { failuresBefore: number };

/**
 * Checks credentials (product 1, 6). Null for whatever reason: an unknown account, a wrong or run out password, an access
 * that isn't in effect, too many failures before; the reason isn't told.
 */
export async function signIn(
  database: Database,
  credentials: Credentials,
  origin: Origin,
): Promise<(SignedIn & FailuresBefore) | null> {
  return verified(database, credentials, origin, async ({ account, ordinary, failuresBefore }) => {
    const renewed = ordinary && isOutdated(account.password_hash) ? await hashPassword(credentials.password) : null;
    // A password that was changed or reset while it was verified is no longer right, and isn't brought back.
    const column = ordinary ? 'password_hash' : 'temporary_hash';
    const { numUpdatedRows } = await database.owner
      .updateTable('users')
      .set({ last_access_at: origin.now, ...(renewed && { password_hash: renewed }) })
      .where('ruc', '=', account.ruc)
      .where('id', '=', account.id)
      .where(column, '=', account[column])
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return null;
    return { ruc: account.ruc, userId: account.id, temporary: !ordinary, failuresBefore };
  });
}

/** Asks a person who is signed in for their password once more; a wrong one counts like a failed sign-in (T1, T2). */
export async function confirmPassword(database: Database, credentials: Credentials, origin: Origin): Promise<boolean> {
  return (await verified(database, credentials, origin, async () => true)) ?? false;
}

type Verified = { account: Account; ordinary: boolean } & FailuresBefore;

// Two passwords are verified in any case: a temporary one stands beside the ordinary one, and how long the answer takes
// must not tell whether there is one (T3).
async function verified<T>(
  database: Database,
  { ruc, userName, password }: Credentials,
  origin: Origin,
  answer: (found: Verified) => Promise<T | null>,
): Promise<T | null> {
  const nameFolded = foldUserName(userName);
  return guarded(database, { ruc, nameFolded, address: origin.address }, origin.now, async (admitted) => {
    const account = await findAccount(database, ruc, nameFolded);
    const known = account ?? nobody;
    const inTime = known.temporary_until && known.temporary_until > origin.now;
    // Who has to wait is answered as late as everybody, but of what they typed nothing is looked at (T1).
    const [temporary, ordinary] = await Promise.all([
      verifyPassword((admitted && inTime && known.temporary_hash) || null, password),
      verifyPassword((admitted && known.password_hash) || null, password),
    ]);
    if (!account || !admitted) {
      await asIfNoted(database, { ruc, nameFolded });
      return null;
    }
    const right = (temporary || ordinary) && hasAccess(accessFacts(account), civilDate(origin.now));
    if (!right) {
      await noteFailure(database, account, admitted, origin);
      return null;
    }
    return answer({ account, ordinary, failuresBefore: admitted.failures - 1 });
  });
}

// What stands in for an account that isn't there.
const nobody = { temporary_until: null, temporary_hash: null, password_hash: null };

type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

function findAccount({ owner }: Database, ruc: string, nameFolded: string) {
  return owner
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .select(['u.ruc', 'u.id', 'u.name', 'u.password_hash', 'u.temporary_hash', 'u.temporary_until', ...accessColumns])
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
    await noteIncident(transaction, ruc, origin, {
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
    .set({ password_hash: null, temporary_hash: null, temporary_until: null })
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .where((is) => is.or([is('password_hash', 'is not', null), is('temporary_hash', 'is not', null)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
