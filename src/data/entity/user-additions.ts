import { type AuditEvent, withSubject } from '../../domain/incident.ts';
import { foldUserName } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { recordIncidents } from '../records/incident.ts';
import type { Door } from './door.ts';

/** A user to add without a password: the menus besides the compulsory one, and the event of its addition. */
export type UserAddition = {
  creationKey: string;
  contactId: number;
  name: string;
  menus: string[];
  event: AuditEvent;
};

/** Adds users, deactivated and without a password, with their incidents. Gives their numbers by their names. */
export async function insertUsers(scope: Scope, door: Door, users: UserAddition[]): Promise<Map<string, number>> {
  if (users.length === 0) return new Map();
  const { ruc, caller } = door;
  const rows = await scope
    .insertInto('users')
    .values(
      users.map(({ creationKey, contactId, name }) => ({
        ruc,
        creation_key: creationKey,
        contact_id: contactId,
        name,
        name_folded: foldUserName(name),
        created_at: caller.now,
      })),
    )
    .returning(['id', 'name'])
    .execute();
  const ids = new Map(rows.map(({ name, id }) => [name, id]));
  const idOf = (name: string) => ids.get(name) ?? 0;
  const menus = users.flatMap(({ name, menus }) =>
    menus.map((menu_code) => ({ ruc, user_id: idOf(name), menu_code, granted_at: caller.now })),
  );
  if (menus.length > 0) await scope.insertInto('user_menus').values(menus).execute();
  await recordIncidents(
    scope,
    caller,
    users.map(({ name, event }) => withSubject(event, idOf(name))),
  );
  return ids;
}
