import { sql } from 'kysely';
import { userActions } from '../../domain/bulk-change-users.ts';
import { errorText } from '../../domain/outcome.ts';
import type { Profile } from '../../domain/profile.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { foundInOrder, NotFound } from '../database/errors.ts';
import { statement } from '../database/statement.ts';
import { passwordColumns } from '../records/password.ts';
import { lockUserRow, usersQuery } from '../records/user.ts';
import type { Make } from './bulk-changes.ts';
import type { Door } from './door.ts';
import { resetLocked } from './password-resets.ts';
import { menusInOrder, storeProfile } from './profiles.ts';
import { activation, deactivation, type StateChange, storeState, tellOfState } from './user-states.ts';

/** A user of the list, with the version of its contact and its passwords, by which a later reset is told (D3). */
type ListedUser = Profile & { versions: unknown };

/** The users of a list, each with the menus held, and what can be done to the chosen (product 8.3). */
export const bulkUsers = {
  read: readListed,
  lock: lockListed,
  nameOfDeleted: () => {
    // No user is ever deleted.
    throw new NotFound();
  },
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

async function readListed(scope: Scope, door: Door, ids: number[]): Promise<ListedUser[]> {
  const rows = await selectListed(scope, { ruc: door.ruc, ids, now: door.caller.now });
  return foundInOrder(ids, rows).map((row) => listedOf(row, door));
}

async function lockListed(scope: Scope, door: Door, id: number): Promise<ListedUser> {
  const { ruc, caller } = door;
  // Sent together, in this order: the user is read once it is locked.
  const [, [row]] = await Promise.all([
    lockUserRow(scope, { ruc, id }),
    selectOneListed(scope, { ruc, id, now: caller.now }),
  ]);
  if (!row) throw new NotFound();
  return listedOf(row, door);
}

function listedOf({ codes, versions, ...user }: Row, door: Door): ListedUser {
  return { user, held: menusInOrder(door, codes ?? []), versions };
}

// All of them in one statement, because up to a hundred are chosen at once.
const selectListed = statement(({ ruc, ids, now }: { ruc: string; ids: number[]; now: Date }) =>
  listedQuery(ruc, now).where('u.id', '=', sql<number>`any(${ids}::bigint[])`),
);

// A statement for several would be planned anew for each of them.
const selectOneListed = statement(({ ruc, id, now }: { ruc: string; id: number; now: Date }) =>
  listedQuery(ruc, now).where('u.id', '=', id),
);

function listedQuery(ruc: string, now: Date) {
  return usersQuery({ ruc, now }).select((read) => [
    read
      .selectFrom('user_menus as m')
      .select(sql<string[]>`coalesce(json_agg(m.menu_code), '[]')`.as('codes'))
      .whereRef('m.ruc', '=', 'u.ruc')
      .whereRef('m.user_id', '=', 'u.id')
      .as('codes'),
    sql`json_build_array(c.version, ${sql.join(passwordColumns.map((column) => sql.ref(column)))})`.as('versions'),
  ]);
}

type Row = Awaited<ReturnType<typeof selectListed>>[number];

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
