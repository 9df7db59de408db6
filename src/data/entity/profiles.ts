import { type Outcome, outcomeOf } from '../../domain/outcome.ts';
import { type Profile, setProfile } from '../../domain/profile.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { recordIncident } from '../records/incident.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Door } from './door.ts';

/** The menus of the entity's users (product 3.1). */
export function profiles(door: Door) {
  const { ruc, caller } = door;
  return {
    /** Throws NotFound. */
    find: (userId: number): Promise<Profile> =>
      door.enter(async (scope) => profileOf(scope, door, await findUser(scope, ruc, userId, caller.now))),

    /**
     * Stores a whole set of menus for a user whose set was seen before; a set that has changed since is not
     * overwritten. Throws NotFound.
     */
    set: (userId: number, seen: string[], codes: string[]): Promise<Outcome<Profile>> =>
      door.enter(async (scope) => {
        const profile = await profileOf(scope, door, await lockUser(scope, ruc, userId, caller.now));
        const decision = setProfile(profile, codes, door.catalogs.menus, door.today);
        // The same form sent twice finds its own change made: that is no conflict.
        if (decision.kind !== 'unchanged' && !sameSet(seen, profile.held)) return { kind: 'stale', record: profile };
        if (decision.kind === 'changed') {
          await store(scope, door, profile, decision.value);
          await recordIncident(scope, caller, decision.event, userId);
        }
        return outcomeOf(decision, profile);
      }),
  };
}

async function profileOf(scope: Scope, { ruc, catalogs }: Door, user: User): Promise<Profile> {
  const rows = await scope
    .selectFrom('user_menus')
    .select('menu_code')
    .where('ruc', '=', ruc)
    .where('user_id', '=', user.id)
    .execute();
  const held = new Set(rows.map((row) => row.menu_code));
  return { user, held: catalogs.menus.map(({ code }) => code).filter((code) => held.has(code)) };
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
