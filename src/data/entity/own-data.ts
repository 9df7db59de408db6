import type { AuditEvent } from '../../domain/change.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { Menu } from '../../domain/menu.ts';
import { temporaryEnd } from '../../domain/password.ts';
import { fullName } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import type { SignedIn } from '../outside/sign-in.ts';
import { contactOf } from '../records/contact.ts';
import { dropMails, tellUser } from '../records/mail.ts';
import { matchPassword, ownPassword, type Passwords, passwordColumns } from '../records/password.ts';
import { hashPassword } from '../secrets/passwords.ts';
import { type Door, NotFound } from './door.ts';
import { recordIncident } from './incidents.ts';
import { menusOf } from './menus.ts';

/** What "Info Usuario" tells a person about themselves (spec 4). */
export type OwnUser = {
  userName: string;
  contactName: string;
  position: string;
  email: string;
  from: CivilDate;
  until: CivilDate | null;
  /** The spending limit in USD as text with two decimals; null where there is none in force. */
  limit: string | null;
  createdAt: Date;
  lastAccessAt: Date | null;
  active: boolean;
  /** The end of the temporary password; null where none is in time. */
  temporaryUntil: Date | null;
  menus: Menu[];
};

/** The caller's own user. */
export function ownUser(door: Door) {
  const { userId } = door.caller.actor;
  return {
    /** What the person may know of their own user. */
    find: (): Promise<OwnUser> => door.enter((scope) => findOwn(scope, door)),

    /**
     * Sets a new password in place of the one that oldPassword names; a temporary one ends with it, and so does every
     * session of the user. Gives who may open a new one, or null where oldPassword isn't the current password.
     */
    changePassword: async (oldPassword: string, newPassword: string): Promise<SignedIn | null> => {
      const { secrets, ruc, caller } = door;
      const passwords = await door.enter((scope) => passwordsOf(scope, door));
      const match = await matchPassword(passwords, ruc, oldPassword, secrets, caller.now);
      // In a session that a temporary password has opened, the old password is a temporary one, else one's own.
      if (match?.temporary !== caller.actor.temporary) return null;
      const hash = await hashPassword(newPassword);
      return door.enter(async (scope) => {
        const { numUpdatedRows } = await scope
          .updateTable('users')
          .set(ownPassword(hash))
          .where('ruc', '=', door.ruc)
          .where('id', '=', userId)
          .where(match.column, '=', match.value)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return null;
        await scope.deleteFrom('sessions').where('ruc', '=', door.ruc).where('user_id', '=', userId).execute();
        // A temporary password that is still on its way has died with the change.
        const { now } = door.caller;
        await dropMails(scope, { ruc: door.ruc, userId, withPassword: true }, now);
        await tellUser(scope, door.outbox, { ruc: door.ruc, userId }, { kind: 'password-changed' }, now);
        await recordIncident(scope, door.caller, passwordChanged(door), userId);
        return { ruc: door.ruc, userId, temporary: false };
      });
    },
  };
}

function passwordChanged(door: Door): AuditEvent {
  const { userId, userName } = door.caller.actor;
  return {
    event: 'password.changed',
    subject: { kind: 'user', id: userId, name: userName },
    changes: [],
  };
}

async function passwordsOf(scope: Scope, { ruc, caller }: Door): Promise<Passwords> {
  const row = await scope
    .selectFrom('users as u')
    .select(passwordColumns)
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', caller.actor.userId)
    .executeTakeFirst();
  if (!row) throw new NotFound();
  return row;
}

async function findOwn(scope: Scope, door: Door): Promise<OwnUser> {
  const { userId, contactId } = door.caller.actor;
  const user = await scope
    .selectFrom('users')
    .leftJoin('budgets', (on) => on.onRef('budgets.ruc', '=', 'users.ruc').onRef('budgets.user_id', '=', 'users.id'))
    .select([
      'users.name',
      'users.created_at',
      'users.last_access_at',
      'users.active',
      'users.temporary_until',
      'users.mailed_until',
      'budgets.limit_amount',
      'budgets.active as budget_active',
    ])
    .where('users.ruc', '=', door.ruc)
    .where('users.id', '=', userId)
    .executeTakeFirst();
  const contactRow = await scope
    .selectFrom('contacts')
    .selectAll()
    .where('ruc', '=', door.ruc)
    .where('id', '=', contactId)
    .executeTakeFirst();
  if (!user || !contactRow) throw new NotFound();
  const contact = contactOf(contactRow);
  return {
    userName: user.name,
    contactName: fullName(contact),
    position: contact.position,
    email: contact.email,
    from: contact.from,
    until: contact.until,
    limit: user.budget_active ? user.limit_amount : null,
    createdAt: user.created_at,
    lastAccessAt: user.last_access_at,
    active: user.active,
    temporaryUntil: temporaryEnd([user.temporary_until, user.mailed_until], door.caller.now),
    menus: await menusOf(scope, door.ruc, userId),
  };
}
