import type { Outcome } from '../../domain/change.ts';
import type { UndeliveredMails } from '../../domain/mail.ts';
import type { Scope } from '../database/database.ts';
import { goodUntil, isUndelivered } from '../records/mail.ts';
import { type Door, NotFound } from './door.ts';
import { recordIncident } from './incidents.ts';

/** The mails about a user that could not be delivered (D5). */
export function userMails(door: Door) {
  return {
    /** Throws NotFound. */
    undelivered: (userId: number): Promise<UndeliveredMails> =>
      door.enter((scope) => findUndelivered(scope, door.ruc, userId)),

    /** Sends them again, to the contact's present address, as the rule decides. Throws NotFound. */
    resend: (
      userId: number,
      rule: (found: UndeliveredMails) => Outcome<UndeliveredMails>,
    ): Promise<Outcome<UndeliveredMails>> =>
      door.enter(async (scope) => {
        const found = await findUndelivered(scope, door.ruc, userId, { locked: true });
        const outcome = rule(found);
        if (outcome.kind !== 'changed') return outcome;
        for (const { id } of outcome.value.mails) await requeue(scope, door, id, found.email);
        await recordIncident(scope, door.caller, outcome.event, userId);
        return outcome;
      }),
  };
}

async function findUndelivered(
  scope: Scope,
  ruc: string,
  userId: number,
  { locked = false } = {},
): Promise<UndeliveredMails> {
  const query = scope
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .select(['u.id', 'u.name', 'c.email'])
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', userId);
  const user = await (locked ? query.forUpdate('u') : query).executeTakeFirst();
  if (!user) throw new NotFound();
  const { id, name, email } = user;
  const rows = await scope
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('mails as m', (on) => on.on(isUndelivered))
    .select(['m.id', 'm.kind', 'm.queued_at as queuedAt', 'm.seed', goodUntil.as('goodUntil')])
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', userId)
    .orderBy('m.id')
    .execute();
  const mails = rows.map(({ seed, goodUntil, ...mail }) => (seed === null ? mail : { ...mail, goodUntil }));
  return { user: { id, name }, email, mails };
}

async function requeue(scope: Scope, door: Door, id: number, recipient: string): Promise<void> {
  const { numUpdatedRows } = await scope
    .updateTable('mails')
    .set({ status: 'queued', settled_at: null, recipient })
    .where('ruc', '=', door.ruc)
    .where('id', '=', id)
    // A notice of the contact's belongs to all its users: it may have been sent again at another of them meanwhile.
    .where('status', '=', 'undelivered')
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await door.outbox.postAgain(scope, { ruc: door.ruc, id });
}
