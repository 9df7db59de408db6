import type { Contact, ContactData } from '../../domain/contact.ts';
import { fullName, searchKey, sortKey } from '../../domain/person-name.ts';
import type { Transaction } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import type { Schema } from '../database/schema.ts';
import { builder, statement } from '../database/statement.ts';

/** Reads a contact of a RUC. Throws NotFound. */
export async function findContact(transaction: Transaction, ruc: string, id: number): Promise<Contact> {
  return contactOrNotFound(foundContact(transaction, { ruc, id }));
}

/** Reads a contact and locks it until the transaction ends. Throws NotFound. */
export async function lockContact(transaction: Transaction, ruc: string, id: number): Promise<Contact> {
  // The weaker lock is enough, because the key stays. A full one would block new rows that refer to the contact, such
  // as mails, and could end in a deadlock.
  return contactOrNotFound(lockedContact(transaction, { ruc, id }));
}

/** Reads the active contacts of a RUC with the cargo of its legal representative and an e-mail (product 5, 9.3). */
export function legalRepresentatives(
  transaction: Transaction,
  ruc: string,
): Promise<{ contactId: number; email: string }[]> {
  return transaction
    .selectFrom('contacts')
    .select(['id as contactId', 'email'])
    .where('ruc', '=', ruc)
    .where('position', '=', 'Representante Legal')
    .where('active', '=', true)
    .where('email', '<>', '')
    .execute();
}

async function contactOrNotFound(rows: Promise<Contact[]>): Promise<Contact> {
  const [contact] = await rows;
  if (!contact) throw new NotFound();
  return contact;
}

// The column of each field of a contact.
const columns = {
  paternalSurname: 'paternal_surname',
  maternalSurname: 'maternal_surname',
  firstName: 'first_name',
  secondName: 'second_name',
  sex: 'sex',
  maritalStatus: 'marital_status',
  documentType: 'document_type',
  documentNumber: 'document_number',
  email: 'email',
  active: 'active',
  position: 'position',
  from: 'delegated_from',
  until: 'delegated_until',
  educationLevel: 'education_level',
  occupationalArea: 'occupational_area',
  birthDate: 'birth_date',
} as const satisfies Record<keyof ContactData, keyof Schema['contacts']>;

type Columns = typeof columns;
type Field = keyof Columns;
const fields = Object.keys(columns) as Field[];

/** The columns of a contact record, of contacts as c, under the names of its fields. */
export const contactColumns = [
  'c.id',
  'c.version',
  ...fields.map((field) => `c.${columns[field]} as ${field}` as { [F in Field]: `c.${Columns[F]} as ${F}` }[Field]),
] as const;

type Chosen = { ruc: string; id: number };

const foundContact = statement(contactQuery);
const lockedContact = statement((chosen: Chosen) => contactQuery(chosen).forNoKeyUpdate());

function contactQuery({ ruc, id }: Chosen) {
  return contactsQuery(ruc).where('c.id', '=', id);
}

/** Builds the reading of the contacts of a RUC, of contacts as c. */
export function contactsQuery(ruc: string) {
  return builder.selectFrom('contacts as c').select(contactColumns).where('c.ruc', '=', ruc);
}

type DataColumns = { [F in Field as Columns[F]]: ContactData[F] };

/** Gives the columns of a contact's data, with the full name and the keys for sorting and searching. */
export function columnsOf(data: ContactData) {
  const name = fullName(data);
  return {
    ...(Object.fromEntries(fields.map((field) => [columns[field], data[field]])) as DataColumns),
    full_name: name,
    sort_key: sortKey(name),
    search_key: searchKey([name, data.documentNumber, data.email].filter(Boolean).join(' ')),
  };
}
