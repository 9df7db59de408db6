import { sql } from 'kysely';
import type { Contact } from '../../domain/contact.ts';
import { passport, tidyDocument } from '../../domain/document.ts';
import { documentKey, documentOfLine, type ImportTable, typedLine, userKeyOfLine } from '../../domain/import.ts';
import type { ImportFacts, KnownContact } from '../../domain/import-review.ts';
import type { Scope } from '../database/database.ts';
import { contactColumns } from '../records/contact.ts';
import type { Door } from './door.ts';

/** Reads what the entity has of the people in a file; the contacts are locked until the transaction ends if so asked. */
export async function importFacts(
  scope: Scope,
  door: Door,
  table: ImportTable,
  { locked }: { locked: boolean },
): Promise<ImportFacts> {
  const { catalogs, today } = door;
  const lines = table.lines.map((line) => typedLine(table, line));
  const documents = lines.map((line) => documentOfLine(line, catalogs.documentTypes));
  const known = await knownContacts(scope, door, documents.map(documentParts), locked);
  const users = await knownUsers(scope, door, [...new Set(lines.map(userKeyOfLine).filter((key) => key !== null))]);
  const contacts = new Map(known.map((one) => [documentKey(one.contact), one]));
  return { today, catalogs, contacts, users };
}

type DocumentParts = { kind: string; number: string };

function documentParts(document: { documentType: string; documentNumber: string }): DocumentParts {
  // No stored number has a NUL, which the database refuses.
  const number = tidyDocument(document).replaceAll('\0', '');
  return { kind: document.documentType === passport ? 'passport' : 'cedula', number };
}

async function knownContacts(
  scope: Scope,
  { ruc }: Door,
  documents: DocumentParts[],
  locked: boolean,
): Promise<KnownContact[]> {
  const [kinds, numbers] = [documents.map(({ kind }) => kind), documents.map(({ number }) => number)];
  const chosen = scope
    .selectFrom('contacts as c')
    .where('c.ruc', '=', ruc)
    .where(
      sql<boolean>`(c.document_kind, c.document_number) in (select * from unnest(${kinds}::text[], ${numbers}::text[]))`,
    );
  // In one order, so that two imports don't wait for each other. Before they are read, since a statement that waits for
  // a lock would take the users as they were before the wait.
  if (locked) await chosen.select('c.id').orderBy('c.id').forNoKeyUpdate().execute();
  const rows = await chosen
    .select(contactColumns)
    .select((read) => [
      read
        .exists(
          read
            .selectFrom('users')
            .select('id')
            .whereRef('ruc', '=', 'c.ruc')
            .whereRef('contact_id', '=', 'c.id')
            .where('administrator', '=', true),
        )
        .$castTo<boolean>()
        .as('administrator'),
      read
        .selectFrom('users')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('ruc', '=', 'c.ruc')
        .whereRef('contact_id', '=', 'c.id')
        .as('users'),
    ])
    .execute();
  return rows.map(({ administrator, users, ...contact }) => ({
    contact: contact as Contact,
    administrator,
    users: users ?? 0,
  }));
}

async function knownUsers(scope: Scope, { ruc }: Door, keys: string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const rows = await scope
    .selectFrom('users')
    .select(['name_folded', 'contact_id'])
    .where('ruc', '=', ruc)
    .where('name_folded', '=', sql<string>`any(${keys.map((key) => key.replaceAll('\0', ''))}::text[])`)
    .execute();
  return new Map(rows.map(({ name_folded, contact_id }) => [name_folded, contact_id]));
}
