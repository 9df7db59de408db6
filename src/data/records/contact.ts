import type { Contact, ContactData } from '../../domain/contact.ts';
import { fullName, searchKey, sortKey } from '../../domain/person-name.ts';
import type { Transaction } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';

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
  return transaction.selectFrom('contacts as c').select(contactColumns).where('c.ruc', '=', ruc).where('c.id', '=', id);
}

function contactOrNotFound(contact: Contact | undefined): Contact {
  if (!contact) throw new NotFound();
  return contact;
}

/** The columns of a contact record, of contacts as c. */
export const contactColumns = [
  'c.id',
  'c.version',
  'c.paternal_surname as paternalSurname',
  'c.maternal_surname as maternalSurname',
  'c.first_name as firstName',
  'c.second_name as secondName',
  'c.sex',
  'c.marital_status as maritalStatus',
  'c.document_type as documentType',
  'c.document_number as documentNumber',
  'c.email',
  'c.active',
  'c.position',
  'c.delegated_from as from',
  'c.delegated_until as until',
  'c.education_level as educationLevel',
  'c.occupational_area as occupationalArea',
  'c.birth_date as birthDate',
] as const;

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
