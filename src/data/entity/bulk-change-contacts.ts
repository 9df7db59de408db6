import { contactActions } from '../../domain/bulk-change-contacts.ts';
import type { ContactData } from '../../domain/contact.ts';
import { distinctNames, fullName } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import { nameOfDeleted } from '../records/incident.ts';
import type { Make } from './bulk-changes.ts';
import { type ContactRecord, lockRecord, readRecords, storeEdit } from './contacts.ts';
import type { Door } from './door.ts';

/** The contacts of the register, and what can be done to the chosen (product 8.3). */
export const bulkContacts = {
  read: readRecords,
  lock: lockRecord,
  nameOfDeleted: (scope: Scope, { ruc }: Door, id: number) => nameOfDeleted(scope, ruc, { kind: 'contact', id }),
  namesOf: (records: ContactRecord[]) =>
    distinctNames(records.map(({ contact }) => ({ name: fullName(contact), documentNumber: contact.documentNumber }))),
  stateOf: ({ contact }: ContactRecord) => contact.version,
  recipientOf: () => '',
  actions: {
    inactivo: { ...contactActions.inactivo, make: edit },
    hasta: { ...contactActions.hasta, make: edit },
  },
};

async function edit(...[scope, door, record, decision]: Parameters<Make<ContactRecord, ContactData>>) {
  await Promise.all(storeEdit(scope, door, record, decision));
  return {};
}
