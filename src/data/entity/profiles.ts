import type { Outcome } from '../../domain/change.ts';
import type { GrantableMenu, Profile } from '../../domain/profile.ts';
import type { Scope } from '../database/database.ts';
import { type Door, NotFound } from './door.ts';
import { recordIncident } from './incidents.ts';

/** A user's profile with the catalog to choose from. */
export type FoundProfile = { profile: Profile; catalog: GrantableMenu[] };

/** What became of a profile: an outcome, or the set that somebody else has stored meanwhile. */
export type ProfileResult = Outcome<string[]> | { kind: 'stale'; current: FoundProfile };

/** The menus of the entity's users (spec 3.1). */
export function profiles(door: Door) {
  return {
    /** Throws NotFound. */
    find: (userId: number): Promise<FoundProfile> => door.enter((scope) => findProfile(scope, door, userId, false)),

    /**
     * Stores a whole set of menus for a user whose set was seen before; a set that has changed since is not
     * overwritten. Throws NotFound.
     */
    change: (
      userId: number,
      seen: string[],
      rule: (profile: Profile, catalog: GrantableMenu[]) => Outcome<string[]>,
    ): Promise<ProfileResult> =>
      door.enter(async (scope) => {
        const found = await findProfile(scope, door, userId, true);
        const { profile, catalog } = found;
        const outcome = rule(profile, catalog);
        // The same form sent twice finds its own change made: that is no conflict.
        if (outcome.kind === 'unchanged') return outcome;
        if (!sameSet(seen, profile.held)) return { kind: 'stale', current: found };
        if (outcome.kind === 'refused') return outcome;
        await storeMenus(scope, door, profile, outcome.value);
        await recordIncident(scope, door.caller, outcome.event, userId);
        return outcome;
      }),
  };
}

async function findProfile(scope: Scope, door: Door, userId: number, locked: boolean): Promise<FoundProfile> {
  let query = scope
    .selectFrom('users')
    .select(['id', 'name', 'administrator'])
    .where('ruc', '=', door.ruc)
    .where('id', '=', userId);
  if (locked) query = query.forUpdate();
  const user = await query.executeTakeFirst();
  if (!user) throw new NotFound();
  const catalog = await scope
    .selectFrom('menus')
    .leftJoin('user_menus', (on) =>
      on
        .onRef('user_menus.menu_code', '=', 'menus.code')
        .on('user_menus.ruc', '=', door.ruc)
        .on('user_menus.user_id', '=', userId),
    )
    .select([
      'menus.code',
      'menus.name',
      'menus.required',
      'menus.administrator_only as administratorOnly',
      'menus.valid_until as validUntil',
      'user_menus.user_id as holder',
    ])
    .orderBy('menus.position')
    .execute();
  const held = catalog.filter((menu) => menu.holder !== null).map((menu) => menu.code);
  return { profile: { ...user, held }, catalog };
}

async function storeMenus(scope: Scope, door: Door, profile: Profile, chosen: string[]): Promise<void> {
  const added = chosen.filter((code) => !profile.held.includes(code));
  const removed = profile.held.filter((code) => !chosen.includes(code));
  if (removed.length > 0) {
    await scope
      .deleteFrom('user_menus')
      .where('ruc', '=', door.ruc)
      .where('user_id', '=', profile.id)
      .where('menu_code', 'in', removed)
      .execute();
  }
  if (added.length > 0) {
    await scope
      .insertInto('user_menus')
      .values(
        added.map((menu_code) => ({ ruc: door.ruc, user_id: profile.id, menu_code, granted_at: door.caller.now })),
      )
      .execute();
  }
}

function sameSet(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((code) => other.includes(code));
}
