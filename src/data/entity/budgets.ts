import type { Budget, UserBudget } from '../../domain/budget.ts';
import type { Outcome } from '../../domain/change.ts';
import type { Scope } from '../database/database.ts';
import { type Door, NotFound } from './door.ts';
import { recordIncident } from './incidents.ts';

/** What became of a budget: an outcome, or what somebody else has configured meanwhile. */
export type BudgetResult = Outcome<Budget> | { kind: 'stale'; current: UserBudget };

/** The spending limits of the entity's users (spec 3.3). */
export function budgets(door: Door) {
  return {
    /** Throws NotFound. */
    find: (userId: number): Promise<UserBudget> => door.enter((scope) => findBudget(scope, door.ruc, userId, false)),

    /** Configures the limit of a user whose configuration was read at a version. Throws NotFound. */
    change: (userId: number, version: number, rule: (current: UserBudget) => Outcome<Budget>): Promise<BudgetResult> =>
      door.enter(async (scope) => {
        const current = await findBudget(scope, door.ruc, userId, true);
        const outcome = rule(current);
        // The same form sent twice finds its own change made: that is no conflict.
        if (outcome.kind !== 'changed') return outcome;
        if (current.version !== version) return { kind: 'stale', current };
        const { limit, active } = outcome.value;
        await scope
          .insertInto('budgets')
          .values({ ruc: door.ruc, user_id: userId, limit_amount: limit, active })
          .onConflict((conflict) =>
            conflict
              .columns(['ruc', 'user_id'])
              .doUpdateSet((write) => ({ limit_amount: limit, active, version: write('budgets.version', '+', 1) })),
          )
          .execute();
        await recordIncident(scope, door.caller, outcome.event, userId);
        return outcome;
      }),
  };
}

// The version of nothing configured: a number of its own, since 0 is what any tampered form carries (src/web/version.ts).
const noneYet = 1;

// The user's row is what is locked: a budget that isn't there yet has none of its own.
async function findBudget(scope: Scope, ruc: string, userId: number, locked: boolean): Promise<UserBudget> {
  let query = scope.selectFrom('users').select(['id', 'name']).where('ruc', '=', ruc).where('id', '=', userId);
  if (locked) query = query.forUpdate();
  const user = await query.executeTakeFirst();
  if (!user) throw new NotFound();
  const row = await scope
    .selectFrom('budgets')
    .select(['version', 'limit_amount', 'active'])
    .where('ruc', '=', ruc)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return {
    userId,
    userName: user.name,
    version: noneYet + (row?.version ?? 0),
    budget: row ? { limit: row.limit_amount, active: row.active } : null,
  };
}
