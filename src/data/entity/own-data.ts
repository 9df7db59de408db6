import { limitInForce } from '../../domain/budget.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { AuditEvent } from '../../domain/incident.ts';
import type { Menu } from '../../domain/menu.ts';
import { fullName } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { endPassword } from '../records/access.ts';
import type { SignedIn } from '../records/caller.ts';
import { findContact } from '../records/contact.ts';
import { recordIncident } from '../records/incident.ts';
import { tellUser } from '../records/mail.ts';
import { menusOf } from '../records/menu.ts';
import { findUser } from '../records/user.ts';
import { hashPassword, verifyPassword } from '../secrets/passwords.ts';
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
      const before = await door.enter((scope) => passwordsOf(scope, door));
      if (!(await verifyPassword(before.current, oldPassword))) return null;
      const hash = await hashPassword(newPassword);
      return door.enter(async (scope) => {
        const { numUpdatedRows } = await scope
          .updateTable('users')
          .set({ password_hash: hash, temporary_hash: null, temporary_until: null })
          .where('ruc', '=', door.ruc)
          .where('id', '=', userId)
          .where(before.column, '=', before.current)
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

// With a temporary password one is signed in by that, otherwise by the ordinary one.
async function passwordsOf(scope: Scope, door: Door) {
  const { actor } = door.caller;
  const column = actor.temporary ? ('temporary_hash' as const) : ('password_hash' as const);
  const row = await scope
    .selectFrom('users')
    .select([column])
    .where('ruc', '=', door.ruc)
    .where('id', '=', actor.userId)
    .executeTakeFirst();
  if (!row) throw new NotFound();
  return { column, current: (row as Record<string, string | null>)[column] ?? null };
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
    temporaryUntil: user.temporary_until,
    menus: await menusOf(scope, door.ruc, userId),
  };
}
