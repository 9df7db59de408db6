import type { MailStatus } from '../../domain/mail.ts';
import { resetHeld } from '../../domain/mail-limit.ts';
import { FORM, type Outcome, outcomeOf, refused } from '../../domain/outcome.ts';
import { temporaryUntil } from '../../domain/password.ts';
import { resetOfAnother, resetPassword } from '../../domain/password-reset.ts';
import { foldUserName, type User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { NotFound, withUniqueValue } from '../database/errors.ts';
import { endPassword } from '../records/access.ts';
import { forgetFailures } from '../records/failures.ts';
import { recordIncident } from '../records/incident.ts';
import { formerPassword, mailedPassword, noPassword } from '../records/password.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Door } from './door.ts';

/** The last reset of a user's password, with the state of its mail. */
type SentReset = { user: User; recipient: string; status: MailStatus; goodUntil: Date };

/** Makes the verbs on the resets of users' passwords (product 3.2). */
export function passwordResets(door: Door) {
  const { ruc, caller } = door;
  return {
    /** Reads a user with the number of sessions that a reset would end. Throws NotFound. */
    find: (userId: number): Promise<User> => door.enter((scope) => findUser(scope, ruc, userId, caller.now)),

    /**
     * Ends a user's passwords and sessions and mails a new temporary password, once for each creation key (D3). The key
     * is also the seed of that password, so it refuses the key of another user's reset. Where a limit holds the mail back
     * (T5) it refuses, too. Throws NotFound.
     */
    reset: (userId: number, creationKey: string): Promise<Outcome<User>> =>
      withUniqueValue('mails_seed', () => door.enter((scope) => resetOnce(scope, door, userId, creationKey))),

    /** Reads the last reset of a user's password. Throws NotFound if there was none. */
    last: (userId: number): Promise<SentReset> =>
      door.enter(async (scope) => ({
        ...(await lastReset(scope, ruc, userId)),
        user: await findUser(scope, ruc, userId, caller.now),
      })),
  };
}

async function resetOnce(scope: Scope, door: Door, userId: number, creationKey: string): Promise<Outcome<User>> {
  const { ruc, caller } = door;
  const user = await lockUser(scope, ruc, userId, caller.now);
  const earlier = await mailWith(scope, ruc, creationKey);
  if (earlier?.user_id === userId) return { kind: 'unchanged', record: user };
  if (earlier) return { ...refused({ [FORM]: resetOfAnother(user) }), record: user };
  return resetLocked(scope, door, user, creationKey);
}

/**
 * Resets the password of a locked user, with a seed that no mail has yet. Refuses where a limit holds its mail back
 * (T5).
 */
export async function resetLocked(scope: Scope, door: Door, user: User, seed: string): Promise<Outcome<User>> {
  const { ruc, caller, outbox } = door;
  const decision = resetPassword(user);
  if (decision.kind !== 'changed') return outcomeOf(decision, user);
  const mail = { kind: 'password-reset', recipient: user.email } as const;
  const held = await outbox.admit(scope, ruc, mail, caller.now);
  if (held) return { ...refused({ [FORM]: resetHeld(held) }), record: user };
  await mailPassword(scope, door, user, seed);
  await recordIncident(scope, caller, decision.event, user.id);
  return outcomeOf(decision, user);
}

function mailWith(scope: Scope, ruc: string, seed: string): Promise<{ user_id: number | null } | undefined> {
  return scope.selectFrom('mails').select('user_id').where('ruc', '=', ruc).where('seed', '=', seed).executeTakeFirst();
}

async function mailPassword(scope: Scope, door: Door, user: User, seed: string): Promise<void> {
  const { ruc, outbox } = door;
  const { now } = door.caller;
  await scope
    .updateTable('users')
    .set({ ...noPassword, ...formerPassword, ...mailedPassword(seed, temporaryUntil(now, 'mailed')) })
    .where('ruc', '=', ruc)
    .where('id', '=', user.id)
    .execute();
  await endPassword(scope, { ruc, userId: user.id }, now);
  await forgetFailures(scope, ruc, foldUserName(user.name));
  const { id: userId, contactId, email } = user;
  const content = { kind: 'password-reset', seed } as const;
  await outbox.postAdmitted(scope, ruc, { content, contactId, userId, recipient: email }, now);
}

async function lastReset(scope: Scope, ruc: string, userId: number): Promise<Omit<SentReset, 'user'>> {
  const row = await scope
    .selectFrom('mails')
    .select(['recipient', 'status', 'queued_at'])
    .where('ruc', '=', ruc)
    .where('user_id', '=', userId)
    .where('kind', '=', 'password-reset')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new NotFound();
  const { queued_at: queuedAt, ...reset } = row;
  return { ...reset, goodUntil: temporaryUntil(queuedAt, 'mailed') };
}
