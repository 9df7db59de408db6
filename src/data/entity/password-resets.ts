import type { MailStatus } from '../../domain/mail.ts';
import { type Outcome, outcomeOf } from '../../domain/outcome.ts';
import { temporaryUntil } from '../../domain/password.ts';
import { resetPassword } from '../../domain/password-reset.ts';
import { foldUserName, type User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { endPassword } from '../records/access.ts';
import { forgetFailures } from '../records/failures.ts';
import { recordIncident } from '../records/incident.ts';
import { mailedPassword, noPassword } from '../records/password.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Door } from './door.ts';

/** The last reset of a user's password, as far as its mail has got. */
export type SentReset = { userName: string; recipient: string; status: MailStatus; goodUntil: Date };

/** Passwords that the administrator resets (product 3.2). */
export function passwordResets(door: Door) {
  const { ruc, caller } = door;
  return {
    /** The user, with the sessions that a reset would end. Throws NotFound. */
    find: (userId: number): Promise<User> => door.enter((scope) => findUser(scope, ruc, userId, caller.now)),

    /**
     * Ends the user's password, sessions and earlier temporary password; a new one, derived from the
     * key, goes out by mail. The same key twice has one effect. Throws NotFound.
     */
    reset: (userId: number, key: string): Promise<Outcome<User>> =>
      door.enter(async (scope) => {
        const user = await lockUser(scope, ruc, userId, caller.now);
        if (await wasMailed(scope, ruc, key)) return { kind: 'unchanged', record: user };
        const decision = resetPassword(user);
        if (decision.kind === 'changed') {
          await giveTemporaryPassword(scope, door, user, key);
          await recordIncident(scope, caller, decision.event, userId);
        }
        return outcomeOf(decision, user);
      }),

    /** The mail of the last reset. Throws NotFound where there was none. */
    last: (userId: number): Promise<SentReset> => door.enter((scope) => lastReset(scope, ruc, userId)),
  };
}

async function wasMailed(scope: Scope, ruc: string, key: string): Promise<boolean> {
  const earlier = await scope
    .selectFrom('mails')
    .select('id')
    .where('ruc', '=', ruc)
    .where('seed', '=', key)
    .executeTakeFirst();
  return earlier !== undefined;
}

async function giveTemporaryPassword(scope: Scope, door: Door, user: User, key: string): Promise<void> {
  const { ruc } = door;
  const { now } = door.caller;
  await scope
    .updateTable('users')
    .set({ ...noPassword, ...mailedPassword(key, temporaryUntil(now, 'mailed')) })
    .where('ruc', '=', ruc)
    .where('id', '=', user.id)
    .execute();
  await endPassword(scope, { ruc, userId: user.id }, now);
  await forgetFailures(scope, ruc, foldUserName(user.name));
  const { id: userId, contactId, email } = user;
  const content = { kind: 'password-reset', seed: key } as const;
  await door.outbox.post(scope, ruc, { content, contactId, userId, recipient: email }, now);
}

async function lastReset(scope: Scope, ruc: string, userId: number): Promise<SentReset> {
  const row = await scope
    .selectFrom('mails')
    .innerJoin('users', (on) => on.onRef('users.ruc', '=', 'mails.ruc').onRef('users.id', '=', 'mails.user_id'))
    .select(['users.name as userName', 'mails.recipient', 'mails.status', 'mails.queued_at'])
    .where('mails.ruc', '=', ruc)
    .where('mails.user_id', '=', userId)
    .where('mails.kind', '=', 'password-reset')
    .orderBy('mails.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new NotFound();
  const { queued_at: queuedAt, ...reset } = row;
  return { ...reset, goodUntil: temporaryUntil(queuedAt, 'mailed') };
}
