import type { Outcome } from '../../domain/change.ts';
import type { MailStatus } from '../../domain/mail.ts';
import { temporaryUntil } from '../../domain/password.ts';
import type { Reset, ResetFacts } from '../../domain/password-reset.ts';
import { foldUserName, type User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { forgetFailures } from '../outside/guessing.ts';
import { openAt } from '../outside/sessions.ts';
import { dropMails } from '../records/mail.ts';
import { mailedPassword, noPassword } from '../records/password.ts';
import { type Door, NotFound } from './door.ts';
import { recordIncident } from './incidents.ts';

/** The last reset of a user's password, as far as its mail has got. */
export type SentReset = { userName: string; recipient: string; status: MailStatus; goodUntil: Date };

/** Passwords that the administrator resets (spec 3.2). */
export function passwordResets(door: Door) {
  return {
    /** The user with what a reset would end. Throws NotFound. */
    find: (userId: number): Promise<{ user: User; facts: ResetFacts }> =>
      door.enter((scope) => findUser(scope, door, userId, false)),

    /**
     * Ends the user's password, sessions and earlier temporary password; a new one, derived from the seed, goes out by
     * mail. The same seed twice has one effect. Throws NotFound.
     */
    reset: (
      userId: number,
      seed: string,
      rule: (user: User, facts: ResetFacts) => Outcome<Reset>,
    ): Promise<Outcome<Reset>> => door.enter((scope) => resetPassword(scope, door, { userId, seed }, rule)),

    /** The mail of the last reset. Throws NotFound where there was none. */
    last: (userId: number): Promise<SentReset> => door.enter((scope) => lastReset(scope, door.ruc, userId)),
  };
}

async function resetPassword(
  scope: Scope,
  door: Door,
  { userId, seed }: { userId: number; seed: string },
  rule: (user: User, facts: ResetFacts) => Outcome<Reset>,
): Promise<Outcome<Reset>> {
  const { user, facts } = await findUser(scope, door, userId, true);
  const earlier = await scope
    .selectFrom('mails')
    .select('recipient')
    .where('ruc', '=', door.ruc)
    .where('seed', '=', seed)
    .executeTakeFirst();
  if (earlier) return { kind: 'unchanged', value: { email: earlier.recipient } };
  const outcome = rule(user, facts);
  if (outcome.kind !== 'changed') return outcome;
  const { now } = door.caller;
  await scope
    .updateTable('users')
    .set({ ...noPassword, ...mailedPassword(seed, temporaryUntil(now, 'mailed')) })
    .where('ruc', '=', door.ruc)
    .where('id', '=', userId)
    .execute();
  await scope.deleteFrom('sessions').where('ruc', '=', door.ruc).where('user_id', '=', userId).execute();
  await forgetFailures(scope, door.ruc, foldUserName(user.name));
  await dropMails(scope, { ruc: door.ruc, userId, withPassword: true }, now);
  const { email } = outcome.value;
  const content = { kind: 'password-reset', seed } as const;
  await door.outbox.post(scope, door.ruc, { content, contactId: facts.contactId, userId, recipient: email }, now);
  await recordIncident(scope, door.caller, outcome.event, userId);
  return outcome;
}

async function findUser(
  scope: Scope,
  door: Door,
  userId: number,
  locked: boolean,
): Promise<{ user: User; facts: ResetFacts }> {
  const query = scope
    .selectFrom('users')
    .select(['id', 'name', 'administrator', 'active', 'contact_id'])
    .where('ruc', '=', door.ruc)
    .where('id', '=', userId);
  const row = await (locked ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw new NotFound();
  const { contact_id: contactId, ...user } = row;
  const { email } = await scope
    .selectFrom('contacts')
    .select('email')
    .where('ruc', '=', door.ruc)
    .where('id', '=', contactId)
    .executeTakeFirstOrThrow();
  const { sessions } = await scope
    .selectFrom('sessions')
    .select((count) => count.fn.countAll<number>().as('sessions'))
    .where('ruc', '=', door.ruc)
    .where('user_id', '=', userId)
    .where(openAt(door.caller.now))
    .executeTakeFirstOrThrow();
  return { user, facts: { contactId, email, sessions } };
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
