import type { HandoverPlan } from '../../domain/handover-plan.ts';
import type { Receiver } from '../../domain/handover-receivers.ts';
import { handoverRecord } from '../../domain/handover-record.ts';
import { type AuditEvent, given } from '../../domain/incident.ts';
import { fullName } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import { recordIncident } from '../records/incident.ts';
import { storeBudget } from './budgets.ts';
import { storeEdit } from './contacts.ts';
import type { Door } from './door.ts';
import { storeProfile } from './profiles.ts';
import { insertUsers } from './user-additions.ts';

/**
 * Stores a decided handover of locked persons and users, with the incidents of its parts and one of its own, and gives
 * the number of its record (product 9.2).
 */
export async function storeHandover(scope: Scope, door: Door, plan: HandoverPlan, key: string): Promise<number> {
  for (const party of [plan.outgoing, plan.successor]) {
    if (party.edit.kind === 'changed') await Promise.all(storeEdit(scope, door, party, party.edit));
  }
  const ids = await addUsers(scope, door, plan, key);
  for (const receiver of plan.receivers) await storeReceiver(scope, door, receiver, ids);
  const { ruc, caller, catalogs, today } = door;
  const facts = { entityName: caller.actor.entityName, catalog: catalogs.menus, today };
  const record = JSON.stringify(handoverRecord(plan, ids, facts));
  const row = { ruc, creation_key: key, kind: 'delegation' as const, record };
  const made = { made_by: caller.actor.userName, made_at: caller.now };
  const inserted = scope.insertInto('handovers').values({ ...row, ...made });
  const { id } = await inserted.returning('id').executeTakeFirstOrThrow();
  await recordIncident(scope, caller, handoverEvent(plan, id), plan.outgoing.contact.id);
  return id;
}

function addUsers(scope: Scope, door: Door, { receivers, successor }: HandoverPlan, key: string) {
  const additions = receivers.flatMap((receiver) => {
    if (receiver.known) return [];
    const { name, added, event } = receiver;
    const menus = added.map(({ code }) => code);
    return [{ creationKey: `${key} ${name}`, contactId: successor.contact.id, name, menus, event }];
  });
  return insertUsers(scope, door, additions);
}

async function storeReceiver(scope: Scope, door: Door, receiver: Receiver, ids: Map<string, number>): Promise<void> {
  const { known, budget, name } = receiver;
  if (known && receiver.profile) await storeProfile(scope, door, known, receiver.profile);
  if (budget) await storeBudget(scope, door, known?.user.id ?? ids.get(name) ?? 0, budget);
}

function handoverEvent({ outgoing, successor, lastDay, firstDay }: HandoverPlan, id: number): AuditEvent {
  return {
    event: 'handover.made',
    subject: { kind: 'contact', id: outgoing.contact.id, name: fullName(outgoing.contact) },
    changes: [
      given('handover.id', id),
      given('handover.successor', fullName(successor.contact)),
      given('handover.lastDay', lastDay),
      given('handover.firstDay', firstDay),
    ],
  };
}
