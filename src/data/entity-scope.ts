import { contacts } from './contacts.ts';
import { type Asker, openDoor, type ScopedDatabase } from './door.ts';
import { incidents } from './incidents.ts';
import { entityMenus } from './menus.ts';
import { overview } from './overview.ts';
import { ownUser } from './own-user.ts';
import { users } from './users.ts';

/** The verbs on one entity's data, for one asker. There is no other way to them from a route. */
export type EntityScope = ReturnType<typeof entityScope>;

/** Opens the entity of the asker's RUC. */
export function entityScope(database: ScopedDatabase, asker: Asker) {
  const door = openDoor(database, asker);
  return {
    contacts: contacts(door),
    users: users(door),
    incidents: incidents(door),
    menus: entityMenus(door),
    ownUser: ownUser(door),
    overview: overview(door),
  };
}
