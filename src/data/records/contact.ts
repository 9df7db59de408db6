import type { Selectable } from 'kysely';
import type { Contact, ContactData, ContactFacts } from '../../domain/contact.ts';
import { type IdentityDocument, passport } from '../../domain/document.ts';
import { fullName, searchKey, sortKey } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { type Door, NotFound } from '../entity/door.ts';
import { openAt } from '../outside/sessions.ts';

/** What rules need to know of a contact (id null: a new one) that has or gets this document. */
export async function factsOf(
  scope: Scope,
  door: Door,
  document: IdentityDocument,
  id: number | null,
): Promise<ContactFacts> {
  const facts = await scope
    .selectNoFrom((read) => [
      read
        .exists(
          read
            .selectFrom('contacts')
            .select('id')
            .where('ruc', '=', door.ruc)
            .where('document_number', '=', document.documentNumber)
            .where('document_kind', '=', document.documentType === passport ? 'passport' : 'cedula')
            .where('id', 'is distinct from', id),
        )
        .$castTo<boolean>()
        .as('documentTaken'),
      read
        .selectFrom('users')
        .select((count) => count.fn.countAll<number>().as('count'))
        .where('ruc', '=', door.ruc)
        .where('contact_id', '=', id)
        .as('users'),
      read
        .exists(
          read
            .selectFrom('users')
            .select('id')
            .where('ruc', '=', door.ruc)
            .where('contact_id', '=', id)
            .where('administrator', '=', true),
        )
        .$castTo<boolean>()
        .as('administrator'),
      read
        .selectFrom('sessions')
        .innerJoin('users', (on) =>
          on.onRef('users.ruc', '=', 'sessions.ruc').onRef('users.id', '=', 'sessions.user_id'),
        )
        .select((count) => count.fn.countAll<number>().as('count'))
        .where('sessions.ruc', '=', door.ruc)
        .where('contact_id', '=', id)
        .where(openAt(door.caller.now))
        .as('sessions'),
    ])
    .executeTakeFirstOrThrow();
  return { ...facts, users: facts.users ?? 0, sessions: facts.sessions ?? 0, today: door.today };
}

/** Throws NotFound. */
export async function findContact(scope: Scope, ruc: string, id: number): Promise<Contact> {
  return contactOrNotFound(await contactQuery(scope, ruc, id).executeTakeFirst());
}

/** A user of a contact. */
export type ContactUser = { id: number; name: string; active: boolean };

/** The users of a contact, by name. */
export function usersOf(scope: Scope, ruc: string, contactId: number): Promise<ContactUser[]> {
  return scope
    .selectFrom('users')
    .select(['id', 'name', 'active'])
    .where('ruc', '=', ruc)
    .where('contact_id', '=', contactId)
    .orderBy('name_folded')
    .execute();
}

/** The contact, locked until the transaction ends. Throws NotFound. */
export async function lockContact(scope: Scope, ruc: string, id: number): Promise<Contact> {
  // No key changes: rows that refer to the contact, such as its mails, need not wait, or each might wait for the other.
  return contactOrNotFound(await contactQuery(scope, ruc, id).forNoKeyUpdate().executeTakeFirst());
}

function contactQuery(scope: Scope, ruc: string, id: number) {
  return scope.selectFrom('contacts').selectAll().where('ruc', '=', ruc).where('id', '=', id);
}

function contactOrNotFound(row: Selectable<Schema['contacts']> | undefined): Contact {
  if (!row) throw new NotFound();
  return contactOf(row);
}

/** A stored contact. */
export function contactOf(row: Selectable<Schema['contacts']>): Contact {
  return {
    id: row.id,
    version: row.version,
    paternalSurname: row.paternal_surname,
    maternalSurname: row.maternal_surname,
    firstName: row.first_name,
    secondName: row.second_name,
    sex: row.sex,
    maritalStatus: row.marital_status,
    documentType: row.document_type,
    documentNumber: row.document_number,
    email: row.email,
    active: row.active,
    position: row.position,
    from: row.delegated_from,
    until: row.delegated_until,
    educationLevel: row.education_level,
    occupationalArea: row.occupational_area,
    birthDate: row.birth_date,
  };
}

/** The columns that hold a contact's data, sort and search keys among them. */
export function columnsOf(data: ContactData) {
  const name = fullName(data);
  return {
    paternal_surname: data.paternalSurname,
    maternal_surname: data.maternalSurname,
    first_name: data.firstName,
    second_name: data.secondName,
    sex: data.sex,
    marital_status: data.maritalStatus,
    document_type: data.documentType,
    document_number: data.documentNumber,
    email: data.email,
    active: data.active,
    position: data.position,
    delegated_from: data.from,
    delegated_until: data.until,
    education_level: data.educationLevel,
    occupational_area: data.occupationalArea,
    birth_date: data.birthDate,
    full_name: name,
    sort_key: sortKey(name),
    search_key: searchKey(`${name} ${data.documentNumber}`),
  };
}
