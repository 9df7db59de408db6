import { hasAccess } from '../../domain/access.ts';
import type { Amount } from '../../domain/amount.ts';
import { limitInForce } from '../../domain/budget.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { AuditEvent } from '../../domain/incident.ts';
import type { HeldMail } from '../../domain/mail-limit.ts';
import type { Menu } from '../../domain/menu.ts';
import { fullName } from '../../domain/person-name.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { endPassword, findAccess } from '../records/access.ts';
import { findContact } from '../records/contact.ts';
import { hasJustDone, recordIncident } from '../records/incident.ts';
import { tellUser } from '../records/mail.ts';
import { menusOf } from '../records/menu.ts';
import { formerPassword, type Match, ownPassword, wasInUse } from '../records/password.ts';
import { type NewSession, openSession } from '../records/session.ts';
import { lockUser } from '../records/user.ts';
import { hashPassword } from '../secrets/passwords.ts';
import type { Door } from './door.ts';

/** The data that "Info Usuario" shows a person about their own user (product 4). */
type OwnData = {
  userName: string;
  contactName: string;
  position: string;
  email: string;
  from: CivilDate;
  until: CivilDate | null;
  /** The limit in force; null for no limit. */
  limit: Amount | null;
  createdAt: Date;
  lastAccessAt: Date | null;
  active: boolean;
  menus: Menu[];
};

/** Makes the verbs on the caller's own user (product 4). */
export function ownData(door: Door) {
  return {
    /** Reads the caller's own data. */
    find: (): Promise<OwnData> => door.enter((scope) => findOwn(scope, door)),

    /**
     * Replaces the caller's password, which has been confirmed as this match, and ends all sessions of the user and its
     * temporary passwords; opens the given session instead, if any (S5). Changes nothing if the new password was in use
     * before (P1), or if the old one has been changed or reset since, or the access has ended.
     */
    changePassword: async (old: Match, newPassword: string, session: NewSession | null): Promise<PasswordChange> => {
      if (await wasInUse(await findHashes(door), newPassword)) return { kind: 'in use before' };
      const hash = await hashPassword(newPassword);
      return door.enter((scope) => storePassword(scope, door, { old, hash, session }));
    },

    /** Says whether the caller has just changed their password. */
    hasJustChangedPassword: (): Promise<boolean> =>
      door.enter((scope, last) => last(hasJustDone(scope, door.caller.actor, 'password.changed', door.caller.now))),
  };
}

/**
 * The answer to a change of the own password, with the notices that a limit held back; it is outdated if the old one is
 * no longer in use.
 */
type PasswordChange =
  | { kind: 'changed'; held: HeldMail[] }
  | { kind: 'in use before' }
  | { kind: 'outdated' }
  | { kind: 'access ended' };

async function findHashes({ ruc, caller, enter }: Door) {
  return enter((scope, last) =>
    last(
      scope
        .selectFrom('users')
        .select(['password_hash', 'former_hash'])
        .where('ruc', '=', ruc)
        .where('id', '=', caller.actor.userId)
        .executeTakeFirstOrThrow(),
    ),
  );
}

type Change = { old: Match; hash: string; session: NewSession | null };

async function storePassword(scope: Scope, door: Door, { old, hash, session }: Change): Promise<PasswordChange> {
  const { ruc, caller } = door;
  const { userId } = caller.actor;
  // Sent together, in this order: whatever ends the access came before the lock, or waits for it and ends the session.
  const [user, access] = await Promise.all([
    lockUser(scope, ruc, userId, caller.now),
    findAccess(scope, { ruc, userId }),
  ]);
  if (!hasAccess(access, door.today)) return { kind: 'access ended' };
  const { numUpdatedRows } = await scope
    .updateTable('users')
    // With a temporary password, the own one hasn't ended yet after a recovery.
    .set({ ...ownPassword(hash), ...(old.temporary && formerPassword) })
    .where('ruc', '=', ruc)
    .where('id', '=', userId)
    .where(old.column, '=', old.value)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return { kind: 'outdated' };
  await endPassword(scope, { ruc, userId }, caller.now);
  const held = await tellUser(scope, door, user, { kind: 'password-changed' });
  await recordIncident(scope, caller, passwordChanged(user), userId);
  if (session) await openSession(scope, { ruc, userId, temporary: false }, session, caller.now);
  return { kind: 'changed', held: held ? [held] : [] };
}

function passwordChanged({ id, name }: User): AuditEvent {
  return { event: 'password.changed', subject: { kind: 'user', id, name }, changes: [] };
}

async function findOwn(scope: Scope, door: Door): Promise<OwnData> {
  const { userId, contactId } = door.caller.actor;
  const reading = scope
    .selectFrom('users')
    .leftJoin('budgets', (on) => on.onRef('budgets.ruc', '=', 'users.ruc').onRef('budgets.user_id', '=', 'users.id'))
    .select([
      'users.name',
      'users.created_at',
      'users.last_access_at',
      'users.active',
      'budgets.limit_amount',
      'budgets.active as budget_active',
    ])
    .where('users.ruc', '=', door.ruc)
    .where('users.id', '=', userId)
    .executeTakeFirst();
  const [user, contact, menus] = await Promise.all([
    reading,
    findContact(scope, door.ruc, contactId),
    menusOf(scope, door.ruc, userId),
  ]);
  if (!user) throw new NotFound();
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
    menus,
  };
}
