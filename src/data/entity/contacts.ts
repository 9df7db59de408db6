import type { Outcome, Registration } from '../../domain/change.ts';
import type { Catalogs, Contact, ContactData, ContactFacts } from '../../domain/contact.ts';
import type { Listing, Page } from '../../domain/listing.ts';
import { toldOfNewAddress } from '../../domain/mail.ts';
import type { Scope } from '../database/database.ts';
import { readCatalogs } from '../outside/catalogs.ts';
import { type ContactUser, columnsOf, factsOf, findContact, lockContact, usersOf } from '../records/contact.ts';
import { dropMails } from '../records/mail.ts';
import { type ContactLine, type ContactSort, contactPage, pageOfContact } from './contact-list.ts';
import { type Door, violatedConstraint } from './door.ts';
import { recordIncident } from './incidents.ts';

/** A rule on a locked contact. */
export type ContactRule<T> = (contact: Contact, facts: ContactFacts) => Outcome<T>;

/** What became of an edit: an outcome, or the record that somebody else has saved meanwhile (D3). */
export type EditResult = Outcome<ContactData> | { kind: 'stale'; current: Contact };

/** A contact with its users and what its form and its rules need. */
export type FoundContact = { contact: Contact; users: ContactUser[]; facts: ContactFacts; catalogs: Catalogs };

/** The entity's contacts: the register of who was and who is delegated (spec 2). */
export function contacts(door: Door) {
  return {
    /** A page of the register. */
    page: (listing: Listing<ContactSort>): Promise<Page<ContactLine>> =>
      door.enter((scope) => contactPage(scope, door.ruc, listing)),

    /** The page of a listing on which a contact stands, from 1. */
    pageOf: (id: number, listing: Listing<ContactSort>): Promise<number> =>
      door.enter((scope) => pageOfContact(scope, door.ruc, id, listing)),

    /** The choices of the form. */
    catalogs: (): Promise<Catalogs> => door.enter(readCatalogs),

    /** A contact with what rules need to know of it. Throws NotFound. */
    find: (id: number): Promise<FoundContact> =>
      door.enter(async (scope) => {
        const contact = await findContact(scope, door.ruc, id);
        return {
          contact,
          users: await usersOf(scope, door.ruc, id),
          facts: await factsOf(scope, door, contact, id),
          catalogs: await readCatalogs(scope),
        };
      }),

    /** Adds a contact; the same creation key twice adds one. The value is its id. */
    add: async (
      data: ContactData,
      creationKey: string,
      rule: (facts: ContactFacts) => Registration<ContactData>,
    ): Promise<Outcome<number>> =>
      onTakenDocument((documentTaken) =>
        door.enter((scope) => addContact(scope, door, { data, creationKey, documentTaken }, rule)),
      ),

    /** Changes a contact that was read at a version. Throws NotFound. */
    change: (id: number, version: number, data: ContactData, rule: ContactRule<ContactData>): Promise<EditResult> =>
      onTakenDocument((documentTaken) =>
        door.enter((scope) => changeContact(scope, door, { id, version, data, documentTaken }, rule)),
      ),

    /** Strikes a contact from the register, where the rule allows it. Throws NotFound. */
    remove: (id: number, rule: ContactRule<Contact>): Promise<Outcome<Contact>> =>
      door.enter(async (scope) => {
        const contact = await lockContact(scope, door.ruc, id);
        const outcome = rule(contact, await factsOf(scope, door, contact, id));
        if (outcome.kind !== 'changed') return outcome;
        await scope.deleteFrom('contacts').where('ruc', '=', door.ruc).where('id', '=', id).execute();
        await recordIncident(scope, door.caller, outcome.event, id);
        return outcome;
      }),
  };
}

async function addContact(
  scope: Scope,
  door: Door,
  { data, creationKey, documentTaken }: { data: ContactData; creationKey: string; documentTaken: boolean },
  rule: (facts: ContactFacts) => Registration<ContactData>,
): Promise<Outcome<number>> {
  const facts = await factsOf(scope, door, data, null);
  // After the facts: where these show what the same form, sent twice at once, has just added, this sees it, too.
  const earlier = await addedBefore(scope, door.ruc, creationKey);
  if (earlier !== undefined) return { kind: 'unchanged', value: earlier };
  const outcome = rule({ ...facts, documentTaken: facts.documentTaken || documentTaken });
  if (outcome.kind === 'refused') return outcome;
  const inserted = await scope
    .insertInto('contacts')
    .values({ ...columnsOf(data), ruc: door.ruc, creation_key: creationKey, created_at: door.caller.now })
    .onConflict((conflict) => conflict.constraint('contacts_creation_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return { kind: 'unchanged', value: (await addedBefore(scope, door.ruc, creationKey)) ?? 0 };
  await recordIncident(scope, door.caller, outcome.event, inserted.id);
  return { ...outcome, value: inserted.id };
}

async function changeContact(
  scope: Scope,
  door: Door,
  edit: { id: number; version: number; data: ContactData; documentTaken: boolean },
  rule: ContactRule<ContactData>,
): Promise<EditResult> {
  const contact = await lockContact(scope, door.ruc, edit.id);
  const facts = await factsOf(scope, door, edit.data, edit.id);
  const outcome = rule(contact, { ...facts, documentTaken: facts.documentTaken || edit.documentTaken });
  // The same form sent twice finds its own change made: that is no conflict.
  if (outcome.kind === 'unchanged') return outcome;
  if (contact.version !== edit.version) return { kind: 'stale', current: contact };
  if (outcome.kind === 'refused') return outcome;
  await scope
    .updateTable('contacts')
    .set((value) => ({ ...columnsOf(outcome.value), version: value('version', '+', 1) }))
    .where('ruc', '=', door.ruc)
    .where('id', '=', edit.id)
    .execute();
  if (!outcome.value.active) await endAccessOfContact(scope, door, edit.id);
  await tellNewAddress(scope, door, contact, outcome.value.email);
  await recordIncident(scope, door.caller, outcome.event, edit.id);
  return outcome;
}

async function tellNewAddress(scope: Scope, door: Door, { id, email }: Contact, after: string): Promise<void> {
  for (const recipient of toldOfNewAddress(email, after)) {
    const content = { kind: 'email-changed', before: email, after } as const;
    await door.outbox.post(scope, door.ruc, { content, contactId: id, userId: null, recipient }, door.caller.now);
  }
}

async function endAccessOfContact(scope: Scope, { ruc, caller }: Door, contactId: number): Promise<void> {
  await scope
    .deleteFrom('sessions')
    .where('ruc', '=', ruc)
    .where('user_id', 'in', (read) =>
      read.selectFrom('users').select('users.id').where('users.ruc', '=', ruc).where('contact_id', '=', contactId),
    )
    .execute();
  await dropMails(scope, { ruc, contactId }, caller.now);
}

// Two people may register one document at the same moment: the rule then sees what the unique key saw.
async function onTakenDocument<T>(attempt: (documentTaken: boolean) => Promise<T>): Promise<T> {
  try {
    return await attempt(false);
  } catch (error) {
    if (violatedConstraint(error) !== 'contacts_document') throw error;
    return attempt(true);
  }
}

async function addedBefore(scope: Scope, ruc: string, creationKey: string): Promise<number | undefined> {
  const row = await scope
    .selectFrom('contacts')
    .select('id')
    .where('ruc', '=', ruc)
    .where('creation_key', '=', creationKey)
    .executeTakeFirst();
  return row?.id;
}
