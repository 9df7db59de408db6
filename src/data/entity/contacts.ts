import {
  type Contact,
  type ContactData,
  type ContactFacts,
  deleteContact,
  editContact,
  registerContact,
} from '../../domain/contact.ts';
import type { ContactSort, Listing, Page } from '../../domain/listing.ts';
import { addressesToNotify } from '../../domain/mail.ts';
import { type Addition, type Outcome, outcomeOf } from '../../domain/outcome.ts';
import type { Scope } from '../database/database.ts';
import { violatedConstraint } from '../database/errors.ts';
import { endAccess } from '../records/access.ts';
import { columnsOf, findContact, lockContact } from '../records/contact.ts';
import { recordIncident } from '../records/incident.ts';
import { type ContactUser, contactFacts, usersOf } from './contact-facts.ts';
import { type ContactLine, contactPage } from './contact-list.ts';
import { addedBefore } from './creation.ts';
import type { Door } from './door.ts';

/** A contact with its users, and what the rules and the form need to know of it. */
export type ContactRecord = { contact: Contact; users: ContactUser[]; facts: ContactFacts };

/** The entity's contacts: the register of who was and who is delegated (product 2). */
export function contacts(door: Door) {
  return {
    /** A page of the register. */
    page: (listing: Listing<ContactSort>): Promise<Page<ContactLine>> => contactPage(door, listing),

    /** A contact. Throws NotFound. */
    find: (id: number): Promise<ContactRecord> =>
      door.enter(async (scope) => recordOf(scope, door, await findContact(scope, door.ruc, id))),

    /** Registers a contact; the same creation key twice adds one. */
    add: (data: ContactData, creationKey: string): Promise<Addition> =>
      onTakenDocument((documentTaken) =>
        door.enter((scope) => addContact(scope, door, data, creationKey, documentTaken)),
      ),

    /**
     * Changes a contact that was read at a version. Setting it INACTIVO ends the access of its users; a new address is
     * told to both. Throws NotFound.
     */
    edit: (id: number, version: number, data: ContactData): Promise<Outcome<ContactRecord>> =>
      onTakenDocument((documentTaken) =>
        door.enter((scope) => changeContact(scope, door, { id, version, data, documentTaken })),
      ),

    /** Strikes a contact from the register, unless it has a user or its delegation has begun. Throws NotFound. */
    remove: (id: number): Promise<Outcome<ContactRecord>> =>
      door.enter(async (scope) => {
        const record = await recordOf(scope, door, await lockContact(scope, door.ruc, id));
        const decision = deleteContact(record.contact, record.facts);
        if (decision.kind === 'changed') {
          await scope.deleteFrom('contacts').where('ruc', '=', door.ruc).where('id', '=', id).execute();
          await recordIncident(scope, door.caller, decision.event, id);
        }
        return outcomeOf(decision, record);
      }),
  };
}

async function addContact(
  scope: Scope,
  door: Door,
  data: ContactData,
  creationKey: string,
  documentTaken: boolean,
): Promise<Addition> {
  const facts = await contactFacts(scope, door, data, null);
  // After the facts: where these show what the same form, sent twice at once, has just added, this sees it, too.
  const earlier = await addedBefore(scope, door.ruc, 'contacts', creationKey);
  if (earlier !== null) return { kind: 'unchanged', id: earlier };
  const decision = registerContact(data, { ...facts, documentTaken: facts.documentTaken || documentTaken });
  if (decision.kind === 'refused') return decision;
  const inserted = await scope
    .insertInto('contacts')
    .values({ ...columnsOf(data), ruc: door.ruc, creation_key: creationKey, created_at: door.caller.now })
    .onConflict((conflict) => conflict.constraint('contacts_creation_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return { kind: 'unchanged', id: (await addedBefore(scope, door.ruc, 'contacts', creationKey)) ?? 0 };
  await recordIncident(scope, door.caller, decision.event, inserted.id);
  return { kind: 'changed', id: inserted.id };
}

type Edit = { id: number; version: number; data: ContactData; documentTaken: boolean };

async function changeContact(scope: Scope, door: Door, edit: Edit): Promise<Outcome<ContactRecord>> {
  const { ruc, caller } = door;
  const contact = await lockContact(scope, ruc, edit.id);
  const facts = await contactFacts(scope, door, edit.data, edit.id);
  const record = { contact, facts, users: await usersOf(scope, ruc, edit.id) };
  const decision = editContact(contact, edit.data, {
    ...facts,
    documentTaken: facts.documentTaken || edit.documentTaken,
  });
  // The same form sent twice finds its own change made: that is no conflict.
  if (decision.kind !== 'unchanged' && contact.version !== edit.version) return { kind: 'stale', record };
  if (decision.kind !== 'changed') return outcomeOf(decision, record);
  await scope
    .updateTable('contacts')
    .set((value) => ({ ...columnsOf(decision.value), version: value('version', '+', 1) }))
    .where('ruc', '=', ruc)
    .where('id', '=', edit.id)
    .execute();
  if (!decision.value.active) await endAccess(scope, { ruc, contactId: edit.id }, caller.now);
  await tellNewAddress(scope, door, contact, decision.value.email);
  await recordIncident(scope, caller, decision.event, edit.id);
  return { kind: 'changed', record: { ...record, contact: { ...contact, ...decision.value } } };
}

async function recordOf(scope: Scope, door: Door, contact: Contact): Promise<ContactRecord> {
  return {
    contact,
    users: await usersOf(scope, door.ruc, contact.id),
    facts: await contactFacts(scope, door, contact, contact.id),
  };
}

async function tellNewAddress(scope: Scope, door: Door, { id, email }: Contact, after: string): Promise<void> {
  for (const recipient of addressesToNotify(email, after)) {
    const content = { kind: 'email-changed', before: email, after } as const;
    await door.outbox.post(scope, door.ruc, { content, contactId: id, userId: null, recipient }, door.caller.now);
  }
}

// Two people may register one document at the same moment: the rule then hears of what the unique key saw.
async function onTakenDocument<T>(attempt: (documentTaken: boolean) => Promise<T>): Promise<T> {
  try {
    return await attempt(false);
  } catch (error) {
    if (violatedConstraint(error) !== 'contacts_document') throw error;
    return attempt(true);
  }
}
