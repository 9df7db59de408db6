import { type Decision, isStale, type Outcome, outcomeOf } from '../../domain/outcome.ts';
import { type MenuSource, type Profile, setProfile } from '../../domain/profile.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { recordIncident } from '../records/incident.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Door } from './door.ts';
import type { Lookup, LookupSearch } from './lookup.ts';
import { menuSources } from './menu-sources.ts';

/** Makes the verbs on the menus of the entity's users (product 3.1). */
export function profiles(door: Door) {
  const { ruc, caller } = door;
  return {
    /** Reads the menus of a user. Throws NotFound. */
    find: (userId: number): Promise<Profile> =>
      door.enter(async (scope) => profileOf(scope, door, await findUser(scope, ruc, userId, caller.now))),

    /** Reads the other users, whose menus a user's lines can be filled with: all of a small entity, else those found. */
    sources: (userId: number, search: LookupSearch): Promise<Lookup<MenuSource>> => menuSources(door, userId, search),

    /**
     * Stores the codes of a form as a user's whole set of menus. Seen, the set that the form showed first, is the
     * version (D3). Throws NotFound.
     */
    set: (userId: number, seen: string[], codes: string[]): Promise<Outcome<Profile>> =>
      door.enter(async (scope) => {
        const profile = await profileOf(scope, door, await lockUser(scope, ruc, userId, caller.now));
        const decision = setProfile(profile, codes, door.catalogs.menus, door.today);
        if (isStale(decision, sameSet(seen, profile.held))) return { kind: 'stale', record: profile };
        if (decision.kind !== 'changed') return outcomeOf(decision, profile);
        await storeProfile(scope, door, profile, decision);
        return outcomeOf(decision, { ...profile, held: menusInOrder(door, decision.value) });
      }),
  };
}

/** Reads the menus of a user who was read, or locked, in this scope. */
export async function profileOf(scope: Scope, door: Door, user: User): Promise<Profile> {
  const rows = await scope
    .selectFrom('user_menus')
    .select('menu_code')
    .where('ruc', '=', door.ruc)
    .where('user_id', '=', user.id)
    .execute();
  const codes = rows.map((row) => row.menu_code);
  return { user, held: menusInOrder(door, codes) };
}

/** Gives the codes of menus in the order of the catalog. */
export function menusInOrder({ catalogs }: Door, codes: string[]): string[] {
  return catalogs.menus.map(({ code }) => code).filter((code) => codes.includes(code));
}

/** Stores a decided change of the menus of a locked user, with its incident. */
export async function storeProfile(
  scope: Scope,
  door: Door,
  profile: Profile,
  { value, event }: Extract<Decision<string[]>, { kind: 'changed' }>,
): Promise<void> {
  await store(scope, door, profile, value);
  await recordIncident(scope, door.caller, event, profile.user.id);
}

async function store(scope: Scope, { ruc, caller }: Door, { user, held }: Profile, chosen: string[]): Promise<void> {
  const added = chosen.filter((code) => !held.includes(code));
  const removed = held.filter((code) => !chosen.includes(code));
  if (removed.length > 0) {
    await scope
      .deleteFrom('user_menus')
      .where('ruc', '=', ruc)
      .where('user_id', '=', user.id)
      .where('menu_code', 'in', removed)
      .execute();
  }
  if (added.length > 0) {
    await scope
      .insertInto('user_menus')
      .values(added.map((menu_code) => ({ ruc, user_id: user.id, menu_code, granted_at: caller.now })))
      .execute();
  }
}

function sameSet(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((code) => other.includes(code));
}
