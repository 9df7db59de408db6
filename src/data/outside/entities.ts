import { type ContactData, contactDifferences } from '../../domain/contact.ts';
import { type AuditEvent, given } from '../../domain/incident.ts';
import { fullName } from '../../domain/person-name.ts';
import { foldUserName, userCreationChanges } from '../../domain/user.ts';
import type { Database } from '../database/database.ts';
import { endAccess, endPassword } from '../records/access.ts';
import { takeAdministrationTurn, withdrawWaitingOffer } from '../records/administrator-offer.ts';
import { columnsOf } from '../records/contact.ts';
import { forgetFailures } from '../records/failures.ts';
import { operatorAt, recordOperation } from '../records/incident.ts';
import { menusOf } from '../records/menu.ts';
import { formerPassword, ownPassword, typedPassword } from '../records/password.ts';
import { newToken } from '../secrets/tokens.ts';

/** A contracting entity with its administrator, whose password is already hashed. */
type NewEntity = {
  ruc: string;
  name: string;
  userName: string;
  contact: ContactData;
  passwordHash: string;
  /** The end of the password as a temporary one; null for an ordinary password (demonstration only). */
  temporaryUntil: Date | null;
};

/** Registers an entity with its administrator, who is active. Gives false if the RUC is registered already. */
export function registerEntity(database: Database, entity: NewEntity, now: Date): Promise<boolean> {
  const { ruc } = entity;
  return database.owner.transaction().execute(async (transaction) => {
    const added = await transaction
      .insertInto('entities')
      .values({ ruc, name: entity.name, created_at: now })
      .onConflict((conflict) => conflict.column('ruc').doNothing())
      .returning('ruc')
      .executeTakeFirst();
    if (!added) return false;
    const contact = await transaction
      .insertInto('contacts')
      .values({ ...columnsOf(entity.contact), ruc, creation_key: newToken(), created_at: now })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { passwordHash, temporaryUntil } = entity;
    const user = await transaction
      .insertInto('users')
      .values({
        ruc,
        creation_key: newToken(),
        contact_id: contact.id,
        name: entity.userName,
        name_folded: foldUserName(entity.userName),
        administrator: true,
        active: true,
        ...(temporaryUntil ? typedPassword(passwordHash, temporaryUntil) : ownPassword(passwordHash)),
        created_at: now,
        first_activated_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const menus = (await menusOf(transaction, ruc, user.id)).map(({ code }) => code);
    await recordOperation(transaction, ruc, now, beginningOfEntity(entity, contact.id, user.id, menus));
    return true;
  });
}

/** Suspends an entity, which ends the access of all its users at once (product 6). Gives null for an unknown RUC. */
export function suspendEntity(database: Database, ruc: string, now: Date): Promise<'changed' | 'unchanged' | null> {
  return setSuspended(database, ruc, true, now);
}

/** Gives the users of a suspended entity their access back (product 6). Gives null for an unknown RUC. */
export function resumeEntity(database: Database, ruc: string, now: Date): Promise<'changed' | 'unchanged' | null> {
  return setSuspended(database, ruc, false, now);
}

function setSuspended(database: Database, ruc: string, suspended: boolean, now: Date) {
  return database.owner.transaction().execute(async (transaction) => {
    const entity = await transaction
      .selectFrom('entities')
      .select(['name', 'suspended'])
      .where('ruc', '=', ruc)
      // The weaker lock is enough, because the key stays. A full one would block new rows that refer to the entity,
      // such as incidents, and could end in a deadlock.
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!entity) return null;
    if (entity.suspended === suspended) return 'unchanged' as const;
    await transaction.updateTable('entities').set({ suspended }).where('ruc', '=', ruc).execute();
    if (suspended) await endAccess(transaction, { ruc }, now);
    await recordOperation(transaction, ruc, now, {
      event: suspended ? 'entity.suspended' : 'entity.resumed',
      subject: { kind: 'entity', id: null, name: entity.name },
      changes: [{ field: 'entity.suspended', old: !suspended, new: suspended }],
    });
    return 'changed' as const;
  });
}

/**
 * Replaces all passwords of an entity's administrator by a temporary one, and activates the user if a report has
 * disabled it (product 5). Unlocks the recovery, and says whether it was locked (S5). Withdraws an offer of the
 * administration, which may be somebody else's (product 9.3). Gives null for an unknown RUC.
 */
export function resetAdministrator(
  database: Database,
  ruc: string,
  { passwordHash, temporaryUntil }: { passwordHash: string; temporaryUntil: Date },
  now: Date,
): Promise<{ user: string; recoveryUnlocked: boolean } | null> {
  return database.owner.transaction().execute(async (transaction) => {
    await takeAdministrationTurn(transaction, ruc);
    const user = await transaction
      .selectFrom('users')
      .select(['id', 'name', 'active', 'recovery_locked'])
      .where('ruc', '=', ruc)
      .where('administrator', '=', true)
      .forUpdate()
      .executeTakeFirst();
    if (!user) return null;
    await transaction
      .updateTable('users')
      .set({ active: true, recovery_locked: false, ...typedPassword(passwordHash, temporaryUntil), ...formerPassword })
      .where('ruc', '=', ruc)
      .where('id', '=', user.id)
      .execute();
    await endPassword(transaction, { ruc, userId: user.id }, now);
    await forgetFailures(transaction, ruc, foldUserName(user.name));
    await withdrawWaitingOffer(transaction, ruc, operatorAt(now), 'reset');
    await recordOperation(transaction, ruc, now, {
      event: 'administrator.reset',
      subject: { kind: 'user', id: user.id, name: user.name },
      changes: [
        ...(user.active ? [] : [{ field: 'user.active' as const, old: false, new: true }]),
        ...(user.recovery_locked ? [{ field: 'recovery.locked' as const, old: true, new: false }] : []),
      ],
    });
    return { user: user.name, recoveryUnlocked: user.recovery_locked };
  });
}

/** Says whether no entity is registered yet. */
export async function isEmpty(database: Database): Promise<boolean> {
  return (await database.owner.selectFrom('entities').select('ruc').limit(1).executeTakeFirst()) === undefined;
}

// The contact and the administrator are added together with the entity and have no incidents of their own.
function beginningOfEntity(entity: NewEntity, contactId: number, userId: number, menus: string[]): AuditEvent {
  const contactName = fullName(entity.contact);
  const user = { name: entity.userName, contactId, contactName, administrator: true, active: true, menus };
  return {
    event: 'entity.created',
    subject: { kind: 'entity', id: null, name: entity.name },
    changes: [
      given('entity.suspended', false),
      given('contact.id', contactId),
      ...contactDifferences(null, entity.contact),
      given('user.id', userId),
      ...userCreationChanges(user),
    ],
  };
}
