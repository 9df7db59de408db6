import { type ContactData, contactLabels } from '../../domain/contact.ts';
import { importTable } from '../../domain/import.ts';
import type { Database } from '../database/database.ts';
import type { Services } from '../entity/door.ts';
import { openEntity } from '../entity/entity.ts';
import { carryOutImport } from '../entity/import-run.ts';
import type { Caller } from '../records/caller.ts';
import type { DemoImport } from './entities.ts';

/** The level of education before the file brought the right one. */
const earlierLevel = 'Bachillerato';

/** Gives a contact as it was before the files that brought its level of education. */
export function withoutImport(contact: ContactData, imports: readonly DemoImport[]): ContactData {
  const isImported = imports.some(({ documents }) => documents.includes(contact.documentNumber));
  return isImported ? { ...contact, educationLevel: earlierLevel } : contact;
}

/** Imports a file with the levels of education of some people, as its administrator would. */
export async function loadImport(
  parts: Services & { database: Database },
  caller: Caller,
  { fileName, documents }: DemoImport,
  people: ContactData[],
): Promise<void> {
  const { ruc } = caller.actor;
  const { imports } = openEntity(parts.database, caller, parts);
  const heads = [contactLabels.documentType, contactLabels.documentNumber, contactLabels.educationLevel];
  const lines = people
    .filter(({ documentNumber }) => documents.includes(documentNumber))
    .map((person) => [person.documentType, person.documentNumber, person.educationLevel ?? ''])
    .map((cells, index) => ({ number: index + 2, cells }));
  const table = importTable(heads, lines);
  if (typeof table === 'string') throw new Error(`${fileName}: ${table}`);
  const id = await imports.review(table, fileName);
  await imports.confirm(id);
  await carryOutImport(parts, { ruc, id }, caller.now);
}
