import type { Database } from '../database/database.ts';
import type { UserKey } from '../records/caller.ts';
import { tokenHash } from '../secrets/tokens.ts';

/** The time that a late form, sent after its session has expired, is kept (S4), in milliseconds. */
export const formsKeptFor = 3_600_000;

// Keeps the browser of an expired session from filling the database with forms (S4).
const formsPerUser = 5;

/** Keeps a late form for its user (S4). Nobody can read it without the token. */
export function keepForm(
  database: Database,
  { ruc, userId }: UserKey,
  { token, path, body, now }: { token: string; path: string; body: string; now: Date },
): Promise<void> {
  return database.inScope(ruc, async (scope) => {
    await scope
      .insertInto('kept_forms')
      .values({
        ruc,
        id: tokenHash(token),
        user_id: userId,
        path,
        body,
        expires_at: new Date(now.getTime() + formsKeptFor),
      })
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

/** Reads a user's kept form by its token. Gives null if it has expired or belongs to another user. */
export function findKeptForm(
  database: Database,
  { ruc, userId }: UserKey,
  token: string,
  now: Date,
): Promise<{ path: string; body: string } | null> {
  return database.inScope(ruc, async (scope) => {
    const row = await scope
      .selectFrom('kept_forms')
      .select(['path', 'body'])
      .where('ruc', '=', ruc)
      .where('id', '=', tokenHash(token))
      .where('user_id', '=', userId)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row ?? null;
  });
}
