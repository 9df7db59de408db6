import type { Database } from '../database/database.ts';
import type { UserKey } from '../records/caller.ts';
import { tokenHash } from '../secrets/tokens.ts';

/** The time that a form that came too late for its session is kept (S4), in milliseconds. */
export const formsKeptFor = 3_600_000;

// Keeps a browser without a session from filling the database with forms (S4).
const formsPerUser = 5;

/** Keeps a late form for its user (S4), or the same one for longer. Nobody can read it without the token. */
export function keepForm(
  database: Database,
  { ruc, userId }: UserKey,
  { token, path, body, now }: { token: string; path: string; body: string; now: Date },
): Promise<void> {
  return database.inScope(ruc, async (scope) => {
    const id = tokenHash(token);
    const expires = new Date(now.getTime() + formsKeptFor);
    await scope.deleteFrom('kept_forms').where('ruc', '=', ruc).where('id', '=', id).execute();
    await scope
      .insertInto('kept_forms')
      .values({ ruc, id, user_id: userId, path, body, expires_at: expires })
      // A double click sends two at one moment.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const older = scope
      .selectFrom('kept_forms')
      .select('id')
      .where('ruc', '=', ruc)
      .where('user_id', '=', userId)
      .orderBy('expires_at', 'desc')
      .offset(formsPerUser);
    await scope.deleteFrom('kept_forms').where('ruc', '=', ruc).where('id', 'in', older).execute();
  });
}

/**
 * Reads the newest of a user's kept forms by their tokens, on one page or on any. Gives null if they have expired or
 * belong to another user.
 */
export function findKeptForm(
  database: Database,
  { ruc, userId }: UserKey,
  { tokens, path }: { tokens: string[]; path?: string },
  now: Date,
): Promise<{ id: string; path: string; body: string } | null> {
  return database.inScope(ruc, async (scope) => {
    const row = await scope
      .selectFrom('kept_forms')
      .select(['id', 'path', 'body'])
      .where('ruc', '=', ruc)
      .where('id', 'in', tokens.map(tokenHash))
      .where('user_id', '=', userId)
      .where('expires_at', '>', now)
      .$if(path !== undefined, (query) => query.where('path', '=', path ?? ''))
      .orderBy('expires_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ?? null;
  });
}
