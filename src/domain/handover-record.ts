import { limitInForce } from './budget.ts';
import type { CivilDate } from './civil-date.ts';
import type { Contact } from './contact.ts';
import type { HandoverPerson, HandoverRecord, HandoverUser } from './handover.ts';
import type { HandoverPlan } from './handover-plan.ts';
import type { HeldUser, Receiver } from './handover-receivers.ts';
import { type CatalogMenu, heldName } from './menu.ts';
import { fullName } from './person-name.ts';

type Facts = { entityName: string; catalog: CatalogMenu[]; today: CivilDate };

/**
 * The record of a handover that was made, with the users of both persons as it leaves them; ids are the numbers of the
 * users that it added, by their names (product 9.2).
 */
export function handoverRecord(plan: HandoverPlan, ids: Map<string, number>, facts: Facts): HandoverRecord {
  const { lastDay, firstDay, together, outgoing, successor, receivers } = plan;
  const known = successor.users.map((user) => {
    const receiver = receivers.find((one) => one.known?.user.id === user.user.id);
    return receiver ? withReceived(user, receiver) : user;
  });
  const added = receivers.filter((receiver) => !receiver.known).map((receiver) => newUser(receiver, ids, facts));
  return {
    kind: 'delegation',
    entityName: facts.entityName,
    outgoing: personOf(outgoing.contact, outgoing.users, facts),
    successor: personOf(successor.contact, [...known, ...added], facts),
    lastDay,
    firstDay,
    together,
  };
}

type Held = Pick<HeldUser, 'held' | 'budget'> & { user: Pick<HeldUser['user'], 'id' | 'name'> };

function withReceived({ user, held, budget }: HeldUser, receiver: Receiver): Held {
  const codes = [...held, ...receiver.added.map(({ code }) => code)];
  return { user, held: codes, budget: receiver.budget?.value ?? budget };
}

function newUser({ name, added, budget }: Receiver, ids: Map<string, number>, { catalog }: Facts): Held {
  const held = catalog.filter((menu) => menu.required || added.includes(menu)).map(({ code }) => code);
  return { user: { id: ids.get(name) ?? 0, name }, held, budget: budget?.value ?? null };
}

function personOf(contact: Contact, users: Held[], facts: Facts): HandoverPerson {
  return {
    contactId: contact.id,
    name: fullName(contact),
    position: contact.position,
    documentType: contact.documentType,
    documentNumber: contact.documentNumber,
    users: users.map((user) => userOf(user, facts)),
  };
}

function userOf({ user, held, budget }: Held, { catalog, today }: Facts): HandoverUser {
  const menus = catalog.filter(({ code }) => held.includes(code)).map((menu) => heldName(menu, today));
  return { id: user.id, name: user.name, menus, limit: limitInForce(budget) };
}
