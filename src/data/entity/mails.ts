import type { Outcome } from '../../domain/change.ts';
import type { MailKind, UndeliveredMails } from '../../domain/mail.ts';
import type { Scope } from '../database/database.ts';
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

/** Posts a notice to the person behind a user; where the contact has no address, nobody is told. */
export async function tellUser(scope: Scope, door: Door, userId: number, kind: MailKind): Promise<void> {
  const contact = await scope
    .selectFrom('contacts')
    .innerJoin('users', (on) =>
      on.onRef('users.ruc', '=', 'contacts.ruc').onRef('users.contact_id', '=', 'contacts.id'),
    )
    .select(['contacts.id', 'contacts.email'])
    .where('users.ruc', '=', door.ruc)
    .where('users.id', '=', userId)
    .executeTakeFirst();
  if (!contact?.email) return;
  const mail = { kind, contactId: contact.id, userId, recipient: contact.email };
  await door.outbox.post(scope, door.ruc, mail, door.caller.now);
}

/** Whose mails are meant: one user's, those of a contact's users, or, with neither, those of all users of the RUC. */
export type MailsOf = {
  userId?: number;
  contactId?: number;
  /** Those alone that carry a temporary password. */
  withPassword?: boolean;
};

/** Gives up the mails to users that have not gone out: what they would say is no longer so. */
export async function dropMails(scope: Scope, ruc: string, now: Date, of: MailsOf): Promise<void> {
  await scope
    .updateTable('mails')
    .set({ status: 'dropped', settled_at: now })
    .where('ruc', '=', ruc)
    .where('status', 'in', ['queued', 'undelivered'])
    .where('user_id', 'is not', null)
    .$if(of.userId !== undefined, (query) => query.where('user_id', '=', of.userId ?? null))
    .$if(of.contactId !== undefined, (query) => query.where('contact_id', '=', of.contactId ?? 0))
    .$if(of.withPassword ?? false, (query) => query.where('request_id', 'is not', null))
    .execute();
}

async function findUndelivered(
  scope: Scope,
  ruc: string,
  userId: number,
  { locked = false } = {},
): Promise<UndeliveredMails> {
  const query = scope
    .selectFrom('users')
    .innerJoin('contacts', (on) =>
      on.onRef('contacts.ruc', '=', 'users.ruc').onRef('contacts.id', '=', 'users.contact_id'),
    )
    .select(['users.id', 'users.name', 'users.temporary_until', 'contacts.id as contactId', 'contacts.email'])
    .where('users.ruc', '=', ruc)
    .where('users.id', '=', userId);
  const user = await (locked ? query.forUpdate('users') : query).executeTakeFirst();
  if (!user) throw new NotFound();
  const { id, name, email } = user;
  const rows = await scope
    .selectFrom('mails')
    .select(['id', 'kind', 'queued_at as queuedAt', 'request_id'])
    .where('ruc', '=', ruc)
    .where('contact_id', '=', user.contactId)
    .where('status', '=', 'undelivered')
    // What told a former address of its end is not waited for: that address is most often dead.
    .where((is) =>
      is.or([is('user_id', '=', userId), is.and([is('user_id', 'is', null), is('recipient', '=', email)])]),
    )
    .orderBy('id')
    .execute();
  const mails = rows.map(({ request_id: requestId, ...mail }) =>
    requestId === null ? mail : { ...mail, goodUntil: user.temporary_until },
  );
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
