import type { Selectable } from 'kysely';
import type { Contact, ContactData } from '../../domain/contact.ts';
import { fullName, searchKey, sortKey } from '../../domain/person-name.ts';
import type { Transaction } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import type { Schema } from '../database/schema.ts';

/** Reads a contact of a RUC. Throws NotFound. */
export async function findContact(transaction: Transaction, ruc: string, id: number): Promise<Contact> {
  return contactOrNotFound(await contactQuery(transaction, ruc, id).executeTakeFirst());
}

/** Reads a contact and locks it until the transaction ends. Throws NotFound. */
export async function lockContact(transaction: Transaction, ruc: string, id: number): Promise<Contact> {
  // The weaker lock is enough, because the key stays. A full one would block new rows that refer to the contact, such
  // as mails, and could end in a deadlock.
  return contactOrNotFound(await contactQuery(transaction, ruc, id).forNoKeyUpdate().executeTakeFirst());
}

function contactQuery(transaction: Transaction, ruc: string, id: number) {
  return transaction.selectFrom('contacts').selectAll().where('ruc', '=', ruc).where('id', '=', id);
}

function contactOrNotFound(row: Selectable<Schema['contacts']> | undefined): Contact {
  if (!row) throw new NotFound();
  return contactOf(row);
}

/** Turns a row into a contact. */
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

/** Gives the columns of a contact's data, with the full name and the keys for sorting and searching. */
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
