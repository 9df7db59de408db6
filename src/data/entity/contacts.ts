import {
  type Contact,
  type ContactData,
  type ContactFacts,
  deleteContact,
  editContact,
  registerContact,
} from '../../domain/contact.ts';
import { delegationState } from '../../domain/delegation.ts';
import type { ContactSort, Listing, Page } from '../../domain/listing.ts';
import { addressesToNotify } from '../../domain/mail.ts';
import { type Addition, isStale, type Outcome, outcomeOf } from '../../domain/outcome.ts';
import type { Last, Scope } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';
import { endAccess } from '../records/access.ts';
import { columnsOf, findContact, lockContact } from '../records/contact.ts';
import { recordIncident } from '../records/incident.ts';
import { type ContactUser, contactFacts, noDocument, usersOf } from './contact-facts.ts';
import { type ContactLine, contactPage } from './contact-list.ts';
import { addOnce, withUniqueValue } from './creation.ts';
import type { Door } from './door.ts';

/** A contact with its users and the facts for rules and form. */
export type ContactRecord = { contact: Contact; users: ContactUser[]; facts: ContactFacts };

/** Makes the verbs on the entity's contacts, the register of present and former delegates (product 2). */
export function contacts(door: Door) {
  return {
    /** Reads a page of the register. */
    page: (listing: Listing<ContactSort>): Promise<Page<ContactLine>> => contactPage(door, listing),

    /** Reads a contact. Throws NotFound. */
    find: (id: number): Promise<ContactRecord> =>
      door.enter((scope, last) => last(recordOf(scope, door, id, findContact))),

    /** Adds a contact, once for each creation key (D3). */
    add: (data: ContactData, creationKey: string): Promise<Addition> =>
      withUniqueValue(documentConstraint, (taken) =>
        door.enter((scope) => addContact(scope, door, data, creationKey, taken)),
      ),

    /**
     * Changes a contact that was read at a version (D3). Setting it INACTIVO ends the access of its users; a new e-mail
     * is announced to the old and the new address. Throws NotFound.
     */
    edit: (id: number, version: number, data: ContactData): Promise<Outcome<ContactRecord>> =>
      withUniqueValue(documentConstraint, (documentTaken) =>
        door.enter((scope, last) => changeContact(scope, door, { id, version, data, documentTaken }, last)),
      ),

    /** Deletes a contact that has no user and whose delegation hasn't begun; else refuses. Throws NotFound. */
    remove: (id: number): Promise<Outcome<ContactRecord>> =>
      door.enter(async (scope) => {
        const record = await recordOf(scope, door, id, lockContact);
        const decision = deleteContact(record.contact, record.facts);
        if (decision.kind === 'changed') {
          await scope.deleteFrom('contacts').where('ruc', '=', door.ruc).where('id', '=', id).execute();
          await recordIncident(scope, door.caller, decision.event, id);
        }
        return outcomeOf(decision, record);
      }),
  };
}

const documentConstraint = 'contacts_document';

async function addContact(
  scope: Scope,
  door: Door,
  data: ContactData,
  creationKey: string,
  documentTaken: boolean,
): Promise<Addition> {
  const facts = await contactFacts(scope, door, data, null);
  const decision = registerContact(data, { ...facts, documentTaken: facts.documentTaken || documentTaken });
  const insert = () =>
    scope
      .insertInto('contacts')
      .values({ ...columnsOf(data), ruc: door.ruc, creation_key: creationKey, created_at: door.caller.now })
      .onConflict((conflict) => conflict.constraint('contacts_creation_key').doNothing())
      .returning('id')
      .executeTakeFirst();
  return addOnce(scope, door, { table: 'contacts', creationKey, decision, insert });
}

type Edit = { id: number; version: number; data: ContactData; documentTaken: boolean };

async function changeContact(scope: Scope, door: Door, edit: Edit, last: Last): Promise<Outcome<ContactRecord>> {
  const { ruc, caller } = door;
  // Sent together, in this order: the facts are read once the contact is locked.
  const [contact, facts, users] = await Promise.all([
    lockContact(scope, ruc, edit.id),
    contactFacts(scope, door, edit.data, edit.id),
    usersOf(scope, ruc, edit.id),
  ]);
  const record = { contact, facts, users };
  const decision = editContact(contact, edit.data, {
    ...facts,
    documentTaken: facts.documentTaken || edit.documentTaken,
  });
  if (isStale(decision, contact.version === edit.version)) return { kind: 'stale', record };
  if (decision.kind !== 'changed') return outcomeOf(decision, record);
  await tellNewAddress(scope, door, contact, decision.value.email);
  const stored = storedContact(scope, { ruc, id: edit.id, ...columnsOf(decision.value) });
  const accessEnded = keepsAccess(door, decision.value, facts)
    ? null
    : endAccess(scope, { ruc, contactId: edit.id }, caller.now);
  await last(Promise.all([stored, accessEnded, recordIncident(scope, caller, decision.event, edit.id)]));
  const changed = { ...contact, ...decision.value, version: contact.version + 1 };
  return { kind: 'changed', record: { ...record, contact: changed } };
}

// A session outside the dates would come to life again with later ones. The administrator is warned, not shut out.
function keepsAccess({ today }: Door, contact: ContactData, { administrator }: ContactFacts): boolean {
  return contact.active && (administrator || delegationState(contact, today) === 'current');
}

const storedContact = statement(({ ruc, id, ...columns }: StoredContact) =>
  builder
    .updateTable('contacts')
    .set((value) => ({ ...columns, version: value('version', '+', 1) }))
    .where('ruc', '=', ruc)
    .where('id', '=', id),
);

type StoredContact = ReturnType<typeof columnsOf> & { ruc: string; id: number };

async function recordOf(
  scope: Scope,
  door: Door,
  id: number,
  find: typeof findContact | typeof lockContact,
): Promise<ContactRecord> {
  const [contact, users, facts] = await Promise.all([
    find(scope, door.ruc, id),
    usersOf(scope, door.ruc, id),
    contactFacts(scope, door, noDocument, id),
  ]);
  return { contact, users, facts };
}

async function tellNewAddress(scope: Scope, door: Door, { id, email }: Contact, after: string): Promise<void> {
  for (const recipient of addressesToNotify(email, after)) {
    const content = { kind: 'email-changed', before: email, after } as const;
    await door.outbox.post(scope, door.ruc, { content, contactId: id, userId: null, recipient }, door.caller.now);
  }
}
