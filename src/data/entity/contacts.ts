import { type Expression, sql } from 'kysely';
import {
  type Contact,
  type ContactData,
  type ContactFacts,
  contactDifferences,
  deleteContact,
  editContact,
  registerContact,
} from '../../domain/contact.ts';
import { needsPassword } from '../../domain/identity.ts';
import type { ContactSort, Listing, Page } from '../../domain/listing.ts';
import { identityHeld } from '../../domain/mail-limit.ts';
import {
  type Addition,
  type Decision,
  FORM,
  isStale,
  type Outcome,
  outcomeOf,
  type Refusal,
  refused,
} from '../../domain/outcome.ts';
import { fullName } from '../../domain/person-name.ts';
import type { Last, Scope } from '../database/database.ts';
import { foundInOrder, NotFound, unlessMissing, withUniqueValue } from '../database/errors.ts';
import { statement } from '../database/statement.ts';
import { endAccess } from '../records/access.ts';
import { columnsOf, contactsQuery, lockContact } from '../records/contact.ts';
import { nameOfDeleted, recordIncident } from '../records/incident.ts';
import { emailNotices, endsAccess, postNotices, storedContact } from './contact-changes.ts';
import { type ContactUser, factsOf, openSessions, usersAndFacts, usersAsJson } from './contact-facts.ts';
import { type ContactLine, contactPage } from './contact-list.ts';
import { addOnce } from './creation.ts';
import type { Door } from './door.ts';
import { admitIdentityNotice, noteIdentityChange } from './identity-changes.ts';

/** A contact with its users and the facts for rules and form. */
export type ContactRecord = { contact: Contact; users: ContactUser[]; facts: ContactFacts };

/** The answer to an edit that needs the password first, with the stored record. */
type Unconfirmed = { kind: 'unconfirmed'; record: ContactRecord };

/** The answer to a deletion: the name of the contact that is gone, or why this one stays. */
type Deletion = { kind: 'deleted'; name: string } | (Refusal & { record: ContactRecord });

/** Makes the verbs on the entity's contacts, the register of present and former delegates (product 2). */
export function contacts(door: Door) {
  return {
    /** Reads a page of the register. */
    page: (listing: Listing<ContactSort>): Promise<Page<ContactLine>> => contactPage(door, listing),

    /** Reads a contact. Throws NotFound. */
    find: (id: number): Promise<ContactRecord> => door.enter((scope, last) => last(readRecord(scope, door, id))),

    /** Adds a contact, once for each creation key (D3). */
    add: (data: ContactData, creationKey: string): Promise<Addition<ContactRecord>> =>
      withUniqueValue(documentConstraint, (taken) =>
        door.enter((scope) => addContact(scope, door, data, creationKey, taken)),
      ),

    /**
     * Changes a contact that was read at a version (D3). Setting it INACTIVO ends the access of its users; a new e-mail
     * is announced to the old and the new address. A change of the administrator's own identity is unconfirmed, and
     * nothing is stored (S5). Throws NotFound.
     */
    edit: (id: number, version: number, data: ContactData): Promise<Outcome<ContactRecord> | Unconfirmed> =>
      withUniqueValue(documentConstraint, (documentTaken) =>
        door.enter((scope, last) => changeContact(scope, door, { id, version, data, documentTaken }, last)),
      ),

    /** Changes a contact like edit, after the administrator's password has been confirmed (S5). Throws NotFound. */
    editConfirmed: (id: number, version: number, data: ContactData): Promise<Outcome<ContactRecord>> =>
      withUniqueValue(documentConstraint, (documentTaken) =>
        door.enter(async (scope, last) => {
          const edit = { id, version, data, documentTaken, confirmed: true };
          return (await changeContact(scope, door, edit, last)) as Outcome<ContactRecord>;
        }),
      ),

    /**
     * Deletes a contact that has no user and whose delegation hasn't begun; else refuses. Gives the name of the contact,
     * also of one that was deleted before (D3). Throws NotFound.
     */
    remove: (id: number): Promise<Deletion> =>
      door.enter(async (scope) => {
        const { ruc } = door;
        const record = await unlessMissing(lockRecord(scope, door, id));
        if (!record) return { kind: 'deleted', name: await nameOfDeleted(scope, ruc, { kind: 'contact', id }) };
        const { contact, facts } = record;
        const decision = deleteContact(contact, facts);
        if (decision.kind === 'refused') return { ...decision, record };
        await scope.deleteFrom('contacts').where('ruc', '=', ruc).where('id', '=', id).execute();
        await recordIncident(scope, door.caller, decision.event, id);
        return { kind: 'deleted', name: fullName(contact) };
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
): Promise<Addition<ContactRecord>> {
  const { facts } = await usersAndFacts(scope, door, data, null);
  const decision = registerContact(data, { ...facts, documentTaken: facts.documentTaken || documentTaken });
  return addOnce(scope, door, {
    table: 'contacts',
    creationKey,
    data,
    decision,
    insert: (form) =>
      scope
        .insertInto('contacts')
        .values({ ...columnsOf(data), ...form, ruc: door.ruc, created_at: door.caller.now })
        .onConflict((conflict) => conflict.constraint('contacts_creation_key').doNothing())
        .returning('id')
        .executeTakeFirst(),
    find: (id) => readRecord(scope, door, id),
    resembles: ({ contact }) => contactDifferences(contact, data).length === 0,
  });
}

type Edit = { id: number; version: number; data: ContactData; documentTaken: boolean; confirmed?: boolean };

async function changeContact(
  scope: Scope,
  door: Door,
  edit: Edit,
  last: Last,
): Promise<Outcome<ContactRecord> | Unconfirmed> {
  const { ruc } = door;
  // Sent together, in this order: the facts are read once the contact is locked.
  const [contact, { users, facts }] = await Promise.all([
    lockContact(scope, ruc, edit.id),
    usersAndFacts(scope, door, edit.data, edit.id),
  ]);
  const record = { contact, facts, users };
  const decision = editContact(contact, edit.data, {
    ...facts,
    documentTaken: facts.documentTaken || edit.documentTaken,
  });
  if (isStale(decision, contact.version === edit.version)) return { kind: 'stale', record };
  if (decision.kind !== 'changed') return outcomeOf(decision, record);
  const administrator = users.find((user) => user.administrator);
  const ofIdentity = administrator && needsPassword(contact, decision.value, facts);
  if (ofIdentity && !edit.confirmed) return { kind: 'unconfirmed', record };
  const noticeHeld = ofIdentity ? await admitIdentityNotice(scope, door, contact) : null;
  if (noticeHeld) return { ...refused({ [FORM]: identityHeld(noticeHeld) }), record };
  const held = ofIdentity
    ? await noteIdentityChange(scope, door, { contact, after: decision.value, userId: administrator.id })
    : await postNotices(scope, door, emailNotices(contact, decision.value.email));
  await last(Promise.all(storeEdit(scope, door, record, decision)));
  const changed = { ...contact, ...decision.value, version: contact.version + 1 };
  return { kind: 'changed', record: { ...record, contact: changed }, held };
}

/** Sends the statements that store a decided edit of a locked contact, with its incident. */
export function storeEdit(
  scope: Scope,
  { ruc, caller }: Door,
  { contact, facts }: Pick<ContactRecord, 'contact' | 'facts'>,
  { value, event }: Extract<Decision<ContactData>, { kind: 'changed' }>,
): Promise<unknown>[] {
  const { id } = contact;
  const stored = storedContact(scope, { ruc, id, ...columnsOf(value) });
  const accessEnded = endsAccess(contact, value, facts) ? endAccess(scope, { ruc, contactId: id }, caller.now) : null;
  return [stored, ...(accessEnded ? [accessEnded] : []), recordIncident(scope, caller, event, id)];
}

/** Reads a contact with its users and facts and locks it until the transaction ends. Throws NotFound. */
export async function lockRecord(scope: Scope, door: Door, id: number): Promise<ContactRecord> {
  // Sent together, in this order: users and facts are read once the contact is locked.
  const [, record] = await Promise.all([lockContact(scope, door.ruc, id), readRecord(scope, door, id)]);
  return record;
}

/** Reads a contact with its users and facts. Throws NotFound. */
export async function readRecord(scope: Scope, door: Door, id: number): Promise<ContactRecord> {
  const [row] = await selectRecord(scope, { ruc: door.ruc, id, now: door.caller.now });
  if (!row) throw new NotFound();
  return recordOf(row, door);
}

/** Reads contacts in this order, each with its users and facts. Throws NotFound if one is missing. */
export async function readRecords(scope: Scope, door: Door, ids: number[]): Promise<ContactRecord[]> {
  const rows = await selectRecords(scope, { ruc: door.ruc, ids, now: door.caller.now });
  return foundInOrder(ids, rows).map((row) => recordOf(row, door));
}

// The whole record in one statement, because its form is opened often. A statement for several would be planned anew each
// time, which takes as long as the rest.
const selectRecord = statement(({ ruc, id, now }: { ruc: string; id: number; now: Date }) =>
  recordsQuery(ruc, id, now).where('c.id', '=', id),
);

// All of them in one statement, because up to a hundred are chosen at once (product 8.3).
const selectRecords = statement(({ ruc, ids, now }: { ruc: string; ids: number[]; now: Date }) =>
  recordsQuery(ruc, sql.ref('c.id'), now).where('c.id', '=', sql<number>`any(${ids}::bigint[])`),
);

function recordsQuery(ruc: string, id: number | Expression<number>, now: Date) {
  return contactsQuery(ruc).select((read) => [
    usersAsJson(read, ruc, id, now).as('users'),
    openSessions(read, ruc, id, now).as('sessions'),
  ]);
}

type Row = Awaited<ReturnType<typeof selectRecords>>[number];

function recordOf({ users: listed, sessions, ...contact }: Row, { today }: Door): ContactRecord {
  const users = listed ?? [];
  return { contact, users, facts: factsOf({ users, sessions: sessions ?? 0, documentTaken: false, today }) };
}
