import type { Caller } from '../records/caller.ts';
import { accessReports } from './access-reports.ts';
import { administratorOffers } from './administrator-offers.ts';
import { budgets } from './budgets.ts';
import { bulkChanges } from './bulk-changes.ts';
import { contacts } from './contacts.ts';
import { corrections } from './corrections.ts';
import { openDoor, type ScopedDatabase, type Services } from './door.ts';
import { dossier } from './dossier.ts';
import { downloads } from './downloads.ts';
import { handovers } from './handovers.ts';
import { home } from './home.ts';
import { imports } from './imports.ts';
import { incidents } from './incidents.ts';
import { userMails } from './mails.ts';
import { entityMenus } from './menus.ts';
import { ownData } from './own-data.ts';
import { passwordResets } from './password-resets.ts';
import { profiles } from './profiles.ts';
import { userSessions } from './sessions.ts';
import { templates } from './templates.ts';
import { terminations } from './terminations.ts';
import { users } from './users.ts';

/** The verbs on one entity's data, for one caller. Routes reach data through them alone. */
export type Entity = ReturnType<typeof openEntity>;

/** Makes the verbs on the entity of the caller's RUC. */
export function openEntity(database: ScopedDatabase, caller: Caller, services: Services) {
  const door = openDoor(database, caller, services);
  return {
    contacts: contacts(door),
    users: users(door),
    passwordResets: passwordResets(door),
    mails: userMails(door),
    sessions: userSessions(door),
    incidents: incidents(door),
    imports: imports(door),
    profiles: profiles(door),
    templates: templates(door),
    administratorOffers: administratorOffers(door),
    budgets: budgets(door),
    bulkChanges: bulkChanges(door),
    handovers: handovers(door),
    menus: entityMenus(door),
    downloads: downloads(door),
    accessReports: accessReports(door),
    ownData: ownData(door),
    terminations: terminations(door),
    dossier: dossier(door),
    corrections: corrections(door),
    home: home(door),
  };
}
