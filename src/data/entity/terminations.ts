import { type Outcome, outcomeOf } from '../../domain/outcome.ts';
import { endOwnAccess } from '../../domain/termination.ts';
import type { User } from '../../domain/user.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Door } from './door.ts';
import { tellAdministrator } from './mails-to-administrator.ts';
import { deactivation, storeState } from './user-states.ts';

/** The caller's own user, with the names of the other users of the same person. */
type OwnUser = { user: User; others: string[] };

/** Makes the verbs with which a delegate who leaves ends their own access (product 9.4). */
export function terminations(door: Door) {
  const { ruc, caller } = door;
  const { userId, contactId } = caller.actor;
  return {
    /** Reads what would end and what would stay. */
    find: (): Promise<OwnUser> =>
      door.enter(async (scope) => {
        const [user, others] = await Promise.all([
          findUser(scope, ruc, userId, caller.now),
          scope
            .selectFrom('users')
            .select('name')
            .where('ruc', '=', ruc)
            .where('contact_id', '=', contactId)
            .where('id', '<>', userId)
            .orderBy('name_folded')
            .execute(),
        ]);
        return { user, others: others.map(({ name }) => name) };
      }),

    /** Deactivates the caller's own user, for a reason or none, and tells the administrator. */
    endOwn: (reason: string): Promise<Outcome<User>> =>
      door.enter(async (scope) => {
        const user = await lockUser(scope, ruc, userId, caller.now);
        const decision = endOwnAccess(user, reason);
        if (decision.kind !== 'changed') return outcomeOf(decision, user);
        const { name: userName, contactName } = user;
        const held = await tellAdministrator(scope, door, { kind: 'access-ended', userName, contactName, reason });
        await Promise.all(storeState(scope, door, deactivation, decision));
        return outcomeOf(decision, decision.value, held ? [held] : []);
      }),
  };
}
