import { userActions } from '../../domain/bulk-change-users.ts';
import { errorText } from '../../domain/outcome.ts';
import type { Profile } from '../../domain/profile.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Make } from './bulk-changes.ts';
import type { Door } from './door.ts';
import { resetLocked } from './password-resets.ts';
import { profileOf, storeProfile } from './profiles.ts';
import { activation, deactivation, type StateChange, storeState, tellOfState } from './user-states.ts';

/** The users of a list, each with the menus held, and what can be done to the chosen (product 8.3). */
export const bulkUsers = {
  read: async (scope: Scope, door: Door, id: number): Promise<Profile> =>
    profileOf(scope, door, await findUser(scope, door.ruc, id, door.caller.now)),
  lock: async (scope: Scope, door: Door, id: number): Promise<Profile> =>
    profileOf(scope, door, await lockUser(scope, door.ruc, id, door.caller.now)),
  namesOf: (profiles: Profile[]) => profiles.map(({ user }) => `${user.name} (${user.contactName})`),
  stateOf: ({ user, held }: Profile) => [
    user.active,
    user.contactActive,
    user.from,
    user.until,
    user.email,
    user.password,
    held,
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
