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
 * that isn't in effect; the reason isn't told, and two passwords are verified in any case: a temporary one stands
 * beside the ordinary one, and how long the answer takes must not tell whether there is one.
 */
export async function signIn({ owner }: Database, credentials: Credentials, now: Date): Promise<SignedIn | null> {
  const account = await findAccount(owner, credentials);
  const inTime = account?.temporary_until && account.temporary_until > now;
  const [temporary, ordinary] = await Promise.all([
    verifyPassword((inTime && account.temporary_hash) || null, credentials.password),
    verifyPassword(account?.password_hash ?? null, credentials.password),
  ]);
  if (!account || !(temporary || ordinary)) return null;
  if (!hasAccess(accessFacts(account), civilDate(now))) return null;
  await owner
    .updateTable('users')
    .set({ last_access_at: now })
    .where('ruc', '=', account.ruc)
    .where('id', '=', account.id)
    .execute();
  return { ruc: account.ruc, userId: account.id, temporary: !ordinary };
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
