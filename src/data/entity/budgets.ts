import { type Budget, setBudget, type UserBudget } from '../../domain/budget.ts';
import { type Decision, isStale, type Outcome, outcomeOf } from '../../domain/outcome.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { recordIncident } from '../records/incident.ts';
import { findUser, lockUser } from '../records/user.ts';
import type { Door } from './door.ts';

/** Makes the verbs on the spending limits of the entity's users (product 3.3). */
export function budgets(door: Door) {
  const { ruc, caller } = door;
  return {
    /** Reads a user's limit. Throws NotFound. */
    find: (userId: number): Promise<UserBudget> =>
      door.enter(async (scope) => budgetOf(scope, ruc, await findUser(scope, ruc, userId, caller.now))),

    /** Configures a user's limit that was read at a version (D3). Throws NotFound. */
    set: (userId: number, version: number, budget: Budget): Promise<Outcome<UserBudget>> =>
      door.enter(async (scope) => {
        // The user's row is locked, because a limit that isn't configured yet has no row.
        const record = await budgetOf(scope, ruc, await lockUser(scope, ruc, userId, caller.now));
        const decision = setBudget(record, budget);
        if (isStale(decision, record.version === version)) return { kind: 'stale', record };
        if (decision.kind !== 'changed') return outcomeOf(decision, record);
        await storeBudget(scope, door, userId, decision);
        return outcomeOf(decision, { ...record, budget, version: version + 1 });
      }),
  };
}

// The version of a limit that isn't configured. Not 0, which stands for a missing version (src/web/forms).
const unconfigured = 1;

/** Reads the limit of a user who was read, or locked, in this scope. */
export async function budgetOf(scope: Scope, ruc: string, user: User): Promise<UserBudget> {
  const row = await scope
    .selectFrom('budgets')
    .select(['version', 'limit_amount as limit', 'active'])
    .where('ruc', '=', ruc)
    .where('user_id', '=', user.id)
    .executeTakeFirst();
  const version = unconfigured + (row?.version ?? 0);
  return { user, version, budget: row ? { limit: row.limit, active: row.active } : null };
}

/** Stores a decided change of the limit of a locked user, with its incident. */
export async function storeBudget(
  scope: Scope,
  { ruc, caller }: Door,
  userId: number,
  { value: { limit, active }, event }: Extract<Decision<Budget>, { kind: 'changed' }>,
): Promise<void> {
  await scope
    .insertInto('budgets')
    .values({ ruc, user_id: userId, limit_amount: limit, active })
    .onConflict((conflict) =>
      conflict
        .columns(['ruc', 'user_id'])
        .doUpdateSet((write) => ({ limit_amount: limit, active, version: write('budgets.version', '+', 1) })),
    )
    .execute();
  await recordIncident(scope, caller, event, userId);
}
