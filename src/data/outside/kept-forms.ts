import type { Database } from '../database/database.ts';
import type { UserKey } from '../records/caller.ts';
import { tokenHash } from '../secrets/tokens.ts';

/** How long a form is kept that came too late. */
export const formsKeptFor = 3_600_000;

// Who sends forms from a session that has run out can't fill the database with them.
const formsPerUser = 5;

/** Keeps what a person typed until they are signed in again (S4); the token opens it, for them alone. */
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

/** The form behind a token, where it is this person's and not too old; else null. */
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
