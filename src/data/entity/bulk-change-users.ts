import { userActions } from '../../domain/bulk-change-users.ts';
import { errorText } from '../../domain/outcome.ts';
import type { Profile } from '../../domain/profile.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';
import { passwordColumns } from '../records/password.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Make } from './bulk-changes.ts';
import type { Door } from './door.ts';
import { resetLocked } from './password-resets.ts';
import { profileOf, storeProfile } from './profiles.ts';
import { activation, deactivation, type StateChange, storeState, tellOfState } from './user-states.ts';

/** A user of the list, with the version of its contact and its passwords, by which a later reset is told (D3). */
type ListedUser = Profile & { versions: unknown };

/** The users of a list, each with the menus held, and what can be done to the chosen (product 8.3). */
export const bulkUsers = {
  read: async (scope: Scope, door: Door, id: number): Promise<ListedUser> =>
    listedUser(scope, door, await findUser(scope, door.ruc, id, door.caller.now)),
  lock: async (scope: Scope, door: Door, id: number): Promise<ListedUser> =>
    listedUser(scope, door, await lockUser(scope, door.ruc, id, door.caller.now)),
  namesOf: (profiles: Profile[]) => profiles.map(({ user }) => `${user.name} (${user.contactName})`),
  stateOf: ({ user, held, versions }: ListedUser) => [
    user.active,
    user.contactActive,
    user.from,
    user.until,
    user.email,
    user.password,
    held,
    versions,
  ],
  recipientOf: ({ user }: Profile) => user.email,
  actions: {
    activar: { ...userActions.activar, make: stateWith(activation) },
    desactivar: { ...userActions.desactivar, make: stateWith(deactivation) },
    resetear: { ...userActions.resetear, make: reset },
    'aplicar-perfil': { ...userActions['aplicar-perfil'], make: setMenus },
    'quitar-menu': { ...userActions['quitar-menu'], make: setMenus },
  },
};

async function listedUser(scope: Scope, door: Door, user: User): Promise<ListedUser> {
  const { ruc } = door;
  const [profile, versions] = await Promise.all([
    profileOf(scope, door, user),
    userVersions(scope, { ruc, id: user.id }),
  ]);
  return { ...profile, versions };
}

const userVersions = statement(({ ruc, id }: { ruc: string; id: number }) =>
  builder
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .select(['c.version', ...passwordColumns])
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', id),
);

function stateWith(change: StateChange): Make<Profile, User> {
  return async (scope, door, _, decision) => {
    const held = await tellOfState(scope, door, change, decision);
    await Promise.all(storeState(scope, door, change, decision));
    return { held: held ? [held] : [] };
  };
}

async function reset(...[scope, door, { user }, _, seed]: Parameters<Make<Profile, string>>) {
  const outcome = await resetLocked(scope, door, user, seed);
  return outcome.kind === 'refused' ? { fault: errorText(outcome.errors) } : {};
}

async function setMenus(...[scope, door, profile, decision]: Parameters<Make<Profile, string[]>>) {
  await storeProfile(scope, door, profile, decision);
  return {};
}
