import { budgets } from './budgets.ts';
import { contacts } from './contacts.ts';
import { type Caller, openDoor, type ScopedDatabase, type Services } from './door.ts';
import { overview } from './home.ts';
import { incidents } from './incidents.ts';
import { userMails } from './mails.ts';
import { entityMenus } from './menus.ts';
import { ownUser } from './own-data.ts';
import { passwordResets } from './password-resets.ts';
import { profiles } from './profiles.ts';
import { userSessions } from './sessions.ts';
import { users } from './users.ts';

/** The verbs on the data of one entity, for one caller; routes reach an entity through them alone. */
export type Entity = ReturnType<typeof openEntity>;

/** Opens the entity with the RUC of the caller. */
export function openEntity(database: ScopedDatabase, caller: Caller, services: Services) {
  const door = openDoor(database, caller, services);
  return {
    contacts: contacts(door),
    users: users(door),
    passwordResets: passwordResets(door),
    mails: userMails(door),
    sessions: userSessions(door),
    incidents: incidents(door),
    profiles: profiles(door),
    budgets: budgets(door),
    menus: entityMenus(door),
    ownUser: ownUser(door),
    overview: overview(door),
  };
}
