import { hasAccess } from '../domain/actor.ts';
import { civilDate } from '../domain/civil-date.ts';
import { foldUserName } from '../domain/user.ts';
import { accessColumns, accessFacts } from './access.ts';
import type { Database } from './database.ts';
import { verifyPassword } from './secrets.ts';

/** What a person types to sign in. */
export type Credentials = { ruc: string; userName: string; password: string };

/** A person who may open a session; temporary where the password was. */
export type SignedIn = { ruc: string; userId: number; temporary: boolean };

/**
 * Checks credentials (spec 1, 6). Null for whatever reason: an unknown account, a wrong or run out password, an access
 * that isn't in effect; the reason isn't told, and one password is verified in any case.
 */
export async function signIn({ owner }: Database, credentials: Credentials, now: Date): Promise<SignedIn | null> {
  const account = await findAccount(owner, credentials);
  const temporary = account?.temporary_hash && account.temporary_until && account.temporary_until > now;
  const right = await verifyPassword(
    (temporary ? account.temporary_hash : account?.password_hash) ?? null,
    credentials.password,
  );
  if (!account || !right) return null;
  if (!hasAccess(accessFacts(account), civilDate(now))) return null;
  await owner
    .updateTable('users')
    .set({ last_access_at: now })
    .where('ruc', '=', account.ruc)
    .where('id', '=', account.id)
    .execute();
  return { ruc: account.ruc, userId: account.id, temporary: Boolean(temporary) };
}

function findAccount(owner: Database['owner'], { ruc, userName }: Credentials) {
  return owner
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .select(['u.ruc', 'u.id', 'u.password_hash', 'u.temporary_hash', 'u.temporary_until', ...accessColumns])
    .where('u.ruc', '=', ruc)
    .where('u.name_folded', '=', foldUserName(userName))
    .executeTakeFirst();
}
