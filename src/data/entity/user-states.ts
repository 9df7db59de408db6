import { entryHindrances } from '../../domain/access.ts';
import type { HeldMail } from '../../domain/mail-limit.ts';
import type { Decision } from '../../domain/outcome.ts';
import { activateUser, deactivateUser, type User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';
import { endAccess } from '../records/access.ts';
import { recordIncident } from '../records/incident.ts';
import { isActivationTold, tellUser } from '../records/mail.ts';
import type { Door } from './door.ts';

/** A rule on a user's state, the writing of a change that it allows, and the mail about it (product 3). */
export type StateChange = {
  rule: (user: User) => Decision<User>;
  store: (scope: Scope, door: Door, user: User) => Promise<unknown>;
  tell?: (scope: Scope, door: Door, user: User) => Promise<HeldMail | null>;
};

/** The activation of a user, of which the person is told as soon as they get in. */
export const activation: StateChange = {
  rule: activateUser,
  store: storeActivation,
  tell: tellOfActivation,
};

/** The deactivation of a user, which ends their access. */
export const deactivation: StateChange = { rule: deactivateUser, store: storeDeactivation };

/** Posts the notice of a decided change. Gives it back if a limit holds it back (T5). */
export async function tellOfState(
  scope: Scope,
  door: Door,
  { tell }: StateChange,
  decision: Decision<User>,
): Promise<HeldMail | null> {
  return decision.kind === 'changed' && tell ? tell(scope, door, decision.value) : null;
}

/** Sends the statements that store a decided change of a locked user, with its incident; none if nothing changes. */
export function storeState(
  scope: Scope,
  door: Door,
  { store }: StateChange,
  decision: Decision<User>,
): Promise<unknown>[] {
  if (decision.kind !== 'changed') return [];
  const { value: user, event } = decision;
  return [store(scope, door, user), recordIncident(scope, door.caller, event, user.id)];
}

async function tellOfActivation(scope: Scope, door: Door, user: User): Promise<HeldMail | null> {
  if (!getsIn(user, door)) return null;
  const { ruc, caller } = door;
  if (await isActivationTold(scope, { ruc, userId: user.id, recipient: user.email, now: caller.now })) return null;
  return tellUser(scope, door, user, { kind: 'user-activated' });
}

// The notice to a person who doesn't get in today leaves with the sweep of the day on which they do.
function storeActivation(scope: Scope, door: Door, user: User): Promise<unknown> {
  const { ruc, caller } = door;
  return activatedUser(scope, { ruc, id: user.id, due: !getsIn(user, door), now: caller.now });
}

function getsIn(user: User, { caller }: Door): boolean {
  return entryHindrances(user, caller.now).length === 0;
}

function storeDeactivation(scope: Scope, { ruc, caller }: Door, { id }: User): Promise<unknown> {
  return Promise.all([deactivatedUser(scope, { ruc, id }), endAccess(scope, { ruc, userId: id }, caller.now)]);
}

const activatedUser = statement(({ ruc, id, due, now }: { ruc: string; id: number; due: boolean; now: Date }) =>
  builder
    .updateTable('users')
    .set((value) => ({
      active: true,
      activation_due: due,
      first_activated_at: value.fn.coalesce('first_activated_at', value.val(now)),
    }))
    .where('ruc', '=', ruc)
    .where('id', '=', id),
);

const deactivatedUser = statement(({ ruc, id }: { ruc: string; id: number }) =>
  builder
    .updateTable('users')
    .set({ active: false, activation_due: false })
    .where('ruc', '=', ruc)
    .where('id', '=', id),
);
