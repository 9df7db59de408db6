import { resendMails, type UndeliveredMail, type UndeliveredMails } from '../../domain/mail.ts';
import { type HeldMail, resendingHeld } from '../../domain/mail-limit.ts';
import { FORM, type Outcome, outcomeOf, refused } from '../../domain/outcome.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { recordIncident } from '../records/incident.ts';
import { goodUntil, isUndelivered } from '../records/mail.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Door } from './door.ts';

/** Makes the verbs on the undelivered mails of users (D5). */
export function userMails(door: Door) {
  const { ruc, caller } = door;
  return {
    /** Reads the undelivered mails of a user. Throws NotFound. */
    undelivered: (userId: number): Promise<UndeliveredMails> =>
      door.enter(async (scope) => undeliveredMails(scope, ruc, await findUser(scope, ruc, userId, caller.now))),

    /**
     * Sends undelivered mails again, to the contact's present address; the record has these alone. Those that a limit
     * holds back stay (T5); it refuses if it holds back all of them. Throws NotFound.
     */
    resend: (userId: number): Promise<Outcome<UndeliveredMails>> =>
      door.enter(async (scope) => {
        const found = await undeliveredMails(scope, ruc, await lockUser(scope, ruc, userId, caller.now));
        const decision = resendMails(found, caller.now);
        if (decision.kind === 'refused') return outcomeOf(decision, found);
        if (decision.kind === 'unchanged') return outcomeOf(decision, decision.value);
        const { sent, held } = await sendAgain(scope, door, decision.value);
        if (sent.length === 0 && held[0]) return { ...refused({ [FORM]: resendingHeld(held[0]) }), record: found };
        await recordIncident(scope, caller, decision.event, userId);
        return outcomeOf(decision, { ...found, mails: sent }, held);
      }),
  };
}

async function undeliveredMails(scope: Scope, ruc: string, user: User): Promise<UndeliveredMails> {
  const rows = await scope
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('mails as m', (on) => on.on(isUndelivered))
    .select(['m.id', 'm.kind', 'm.queued_at as queuedAt', 'm.held', 'm.seed', goodUntil.as('goodUntil')])
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', user.id)
    .orderBy('m.id')
    .execute();
  const mails = rows.map(({ seed, goodUntil, ...mail }) => (seed === null ? mail : { ...mail, goodUntil }));
  return { user, mails };
}

async function sendAgain(scope: Scope, door: Door, { user: { email: recipient }, mails }: UndeliveredMails) {
  const sent: UndeliveredMail[] = [];
  const held: HeldMail[] = [];
  // In the order of their kinds, so that two that are sent again at once don't wait for each other's counts.
  for (const mail of mails.toSorted((one, other) => (one.kind < other.kind ? -1 : 1))) {
    const limit = await door.outbox.admit(scope, door.ruc, { kind: mail.kind, recipient }, door.caller.now);
    if (limit) {
      held.push(limit);
      continue;
    }
    await requeue(scope, door, mail.id, recipient);
    sent.push(mail);
  }
  return { sent, held };
}

async function requeue(scope: Scope, door: Door, id: number, recipient: string): Promise<void> {
  const { numUpdatedRows } = await scope
    .updateTable('mails')
    .set({ status: 'queued', held: false, settled_at: null, recipient })
    .where('ruc', '=', door.ruc)
    .where('id', '=', id)
    // A mail about the contact concerns all its users, so it may have been sent again for another of them meanwhile.
    .where('status', '=', 'undelivered')
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await door.outbox.postAgain(scope, { ruc: door.ruc, id });
}
