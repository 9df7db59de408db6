import type { AuditEvent } from '../../domain/change.ts';
import type { ContactData } from '../../domain/contact.ts';
import { fullName } from '../../domain/person-name.ts';
import { foldUserName, stateName } from '../../domain/user.ts';
import type { Database, Scope } from '../database/database.ts';
import { noteIncident } from '../entity/incidents.ts';
import { columnsOf } from '../records/contact.ts';
import { dropMails } from '../records/mail.ts';
import { ownPassword, typedPassword } from '../records/password.ts';
import { newToken } from '../secrets/tokens.ts';
import { forgetFailures } from './guessing.ts';

/** A contracting entity with the person who administers it; the password is hashed already. */
export type NewEntity = {
  ruc: string;
  name: string;
  userName: string;
  contact: ContactData;
  passwordHash: string;
  /** Until when the password is good as a temporary one; null for an ordinary one (demonstration only). */
  temporaryUntil: Date | null;
};

/** The command line in the incidents it leaves: no user of the entity acted. */
const operator = 'operación del sistema';

/** Registers an entity with its administrator, active from the start. False where the RUC is registered already. */
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
    await transaction
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
      .execute();
    await recordOperation(transaction, ruc, now, {
      event: 'entity.created',
      subject: { kind: 'entity', id: null, name: entity.name },
      changes: [
        { field: 'Administrador', old: null, new: entity.userName },
        { field: 'Contacto', old: null, new: fullName(entity.contact) },
      ],
    });
    return true;
  });
}

/** Suspends an entity, which ends the access of all its people at once, or resumes it. Null where the RUC is unknown. */
export function setSuspended(
  database: Database,
  ruc: string,
  suspended: boolean,
  now: Date,
): Promise<'changed' | 'unchanged' | null> {
  return database.owner.transaction().execute(async (transaction) => {
    const entity = await transaction
      .selectFrom('entities')
      .select(['name', 'suspended'])
      .where('ruc', '=', ruc)
      // The key stays: rows that refer to the entity, such as incidents, need not wait, or each might wait for the other.
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!entity) return null;
    if (entity.suspended === suspended) return 'unchanged';
    await transaction.updateTable('entities').set({ suspended }).where('ruc', '=', ruc).execute();
    if (suspended) {
      await transaction.deleteFrom('sessions').where('ruc', '=', ruc).execute();
      await dropMails(transaction, { ruc }, now);
    }
    await recordOperation(transaction, ruc, now, {
      event: suspended ? 'entity.suspended' : 'entity.resumed',
      subject: { kind: 'entity', id: null, name: entity.name },
      changes: [{ field: 'Estado', old: stateOf(!suspended), new: stateOf(suspended) }],
    });
    return 'changed';
  });
}

/**
 * Gives an entity's administrator a temporary password in place of what they had, and their access back where a report
 * had ended it (spec 5). Gives the user's name, or null where the RUC is unknown.
 */
export function resetAdministrator(
  database: Database,
  ruc: string,
  { passwordHash, temporaryUntil }: { passwordHash: string; temporaryUntil: Date },
  now: Date,
): Promise<string | null> {
  return database.owner.transaction().execute(async (transaction) => {
    const user = await transaction
      .selectFrom('users')
      .select(['id', 'name', 'active'])
      .where('ruc', '=', ruc)
      .where('administrator', '=', true)
      .forUpdate()
      .executeTakeFirst();
    if (!user) return null;
    await transaction
      .updateTable('users')
      .set({ active: true, ...typedPassword(passwordHash, temporaryUntil) })
      .where('ruc', '=', ruc)
      .where('id', '=', user.id)
      .execute();
    await transaction.deleteFrom('sessions').where('ruc', '=', ruc).where('user_id', '=', user.id).execute();
    await forgetFailures(transaction, ruc, foldUserName(user.name));
    await dropMails(transaction, { ruc, userId: user.id, withPassword: true }, now);
    await recordOperation(transaction, ruc, now, {
      event: 'administrator.reset',
      subject: { kind: 'user', id: user.id, name: user.name },
      changes: user.active ? [] : [{ field: 'Estado', old: stateName(false), new: stateName(true) }],
    });
    return user.name;
  });
}

/** True while no entity is registered. */
export async function isEmpty(database: Database): Promise<boolean> {
  return (await database.owner.selectFrom('entities').select('ruc').limit(1).executeTakeFirst()) === undefined;
}

function stateOf(suspended: boolean): string {
  return suspended ? 'SUSPENDIDA' : 'ACTIVA';
}

async function recordOperation(transaction: Scope, ruc: string, now: Date, event: AuditEvent): Promise<void> {
  await noteIncident(transaction, ruc, { now, address: '', requestId: '' }, { ...event, actorName: operator });
}
