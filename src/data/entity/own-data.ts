import { limitInForce } from '../../domain/budget.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { AuditEvent } from '../../domain/incident.ts';
import type { Menu } from '../../domain/menu.ts';
import { temporaryEnd } from '../../domain/password.ts';
import { fullName } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { endPassword } from '../records/access.ts';
import type { SignedIn } from '../records/caller.ts';
import { findContact } from '../records/contact.ts';
import { recordIncident } from '../records/incident.ts';
import { tellUser } from '../records/mail.ts';
import { menusOf } from '../records/menu.ts';
import { matchPassword, ownPassword, type Passwords, passwordColumns } from '../records/password.ts';
import { findUser } from '../records/user.ts';
import { hashPassword } from '../secrets/passwords.ts';
import type { Door } from './door.ts';

/** What "Info Usuario" tells a person about themselves (product 4). */
export type OwnData = {
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
export function ownData(door: Door) {
  const { userId } = door.caller.actor;
  return {
    /** What the person may know of their own user. */
    find: (): Promise<OwnData> => door.enter((scope) => findOwn(scope, door)),

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
        await endPassword(scope, { ruc: door.ruc, userId }, door.caller.now);
        const user = await findUser(scope, door.ruc, userId, door.caller.now);
        await tellUser(scope, door.outbox, { ruc: door.ruc, ...user }, { kind: 'password-changed' }, door.caller.now);
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

async function findOwn(scope: Scope, door: Door): Promise<OwnData> {
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
  if (!user) throw new NotFound();
  const contact = await findContact(scope, door.ruc, contactId);
  return {
    userName: user.name,
    contactName: fullName(contact),
    position: contact.position,
    email: contact.email,
    from: contact.from,
    until: contact.until,
    limit: limitInForce({ limit: user.limit_amount, active: user.budget_active ?? false }),
    createdAt: user.created_at,
    lastAccessAt: user.last_access_at,
    active: user.active,
    temporaryUntil: temporaryEnd([user.temporary_until, user.mailed_until], door.caller.now),
    menus: await menusOf(scope, door.ruc, userId),
  };
}
