import { type Catalogs, type ContactField, contactLabels, noSex, statusNames } from './contact.ts';
import { documentOf, type IdentityDocument, passport, tidyDocument } from './document.ts';
import { searchKey } from './person-name.ts';
import { isUnprintable, tidyText } from './typed-text.ts';
import { foldUserName } from './user.ts';

/** What a file may hold (product 8.5). */
export const importLimits = { bytes: 2_000_000, lines: 5_000, columns: 100 } as const;

/** The time for which a reviewed file waits to be imported, in milliseconds (product 8.5). */
export const reviewLife = 24 * 3_600_000;

/** The heads of the template, in its order: the labels of the contact's form, and two that may be left out. */
export const importLabels = { ...contactLabels, userName: 'Usuario', menus: 'Menús' } as const;

export type ImportField = keyof typeof importLabels;

/** A line of a file: its number, the heads being line 1, and its cells in the file's order. */
export type ImportLine = { number: number; cells: string[] };

/** A file whose heads were understood. */
export type ImportTable = {
  /** The field of each column; null for one with another head. */
  fields: (ImportField | null)[];
  /** The heads that are no field's, as typed. */
  unknown: string[];
  lines: ImportLine[];
};

/** The values of a line by field, without those whose column the file lacks. */
export type TypedLine = Partial<Record<ImportField, string>>;

/** The states of an import; stale means that somebody of the file was changed after the review. */
export type ImportStatus = 'reviewed' | 'queued' | 'done' | 'stale' | 'failed';

/** What a line would do. */
export type LineKind = 'new' | 'changed' | 'unchanged' | 'wrong';

/** The number of lines of each kind. */
export type LineCounts = Record<LineKind, number>;

/** A fault of a line: the label of the field, '' for the whole line, and the sentence. */
export type LineFault = { line: number; field: string; reason: string };

/** The words that a column may hold, of the columns that hold a choice of the form. */
export function importChoices(catalogs: Catalogs): Partial<Record<ContactField, readonly string[]>> {
  return {
    sex: [...catalogs.sexes, noSex],
    maritalStatus: catalogs.maritalStatuses,
    documentType: catalogs.documentTypes,
    status: statusNames,
    position: catalogs.positions,
    educationLevel: catalogs.educationLevels,
    occupationalArea: catalogs.occupationalAreas,
  };
}

/**
 * Understands the heads of a file, in any order and case, with or without accents. Gives the rest of a sentence about the
 * file in place of a table if people can't be known by it.
 */
export function importTable(heads: string[], lines: ImportLine[]): ImportTable | string {
  // A head may take two lines of its cell.
  if (heads.some((head) => isUnprintable(head.replace(/\s+/g, ' ')))) {
    return 'la primera línea tiene signos que no se admiten. Copie de la plantilla los encabezados.';
  }
  const fields = heads.map(fieldOf);
  const known = fields.filter((field) => field !== null);
  const twice = known.find((field, place) => known.indexOf(field) !== place);
  if (known.length === 0) {
    return 'la primera línea no tiene los encabezados de la plantilla. Descargue la plantilla y copie en ella los datos.';
  }
  if (twice) return `la columna «${importLabels[twice]}» está dos veces. Deje una sola.`;
  if (!known.includes('documentNumber')) {
    return `falta la columna «${importLabels.documentNumber}», por la que se conoce a cada persona. Agréguela.`;
  }
  if (lines.length === 0) return 'solo tiene los encabezados. Escriba debajo una línea para cada persona.';
  const unknown = heads.filter((head, place) => fields[place] === null && tidyText(head) !== '');
  return { fields, unknown: [...new Set(unknown.map(shortened))], lines };
}

/** Reads a line by the columns of its file. A cell that is missing at its end is empty. */
export function typedLine({ fields }: ImportTable, { cells }: ImportLine): TypedLine {
  return Object.fromEntries(fields.flatMap((field, place) => (field ? [[field, cells[place] ?? '']] : [])));
}

/** Says whether a line has a value below no head, as one that has slipped to the right. */
export function hasLostCell({ fields }: ImportTable, { cells }: ImportLine): boolean {
  return cells.slice(fields.length).some((cell) => tidyText(cell) !== '');
}

/** A text by which people are told apart: the number of the document within cédulas or passports (product 2). */
export function documentKey(document: IdentityDocument): string {
  return `${document.documentType === passport ? 'passport' : 'cedula'} ${tidyDocument(document)}`;
}

/** The document of a line. Where the file has no type, or a wrong one, the number tells its kind. */
export function documentOfLine({ documentType, documentNumber = '' }: TypedLine, types: string[]): IdentityDocument {
  const type = types.find((one) => isSameWord(one, documentType ?? ''));
  return type ? { documentType: type, documentNumber } : documentOf(documentNumber);
}

/** The key of the user name of a line; null for none. */
export function userKeyOfLine({ userName = '' }: TypedLine): string | null {
  return foldUserName(tidyText(userName)) || null;
}

/** Compares a typed word with one of a list, without regard to case, accents and what nobody sees. */
export function isSameWord(word: string, typed: string): boolean {
  return searchKey(word) === searchKey(tidyText(typed).replace(/\s+/g, ' '));
}

/** Shortens a typed text for a sentence. */
export function shortened(text: string): string {
  const tidy = tidyText(text);
  // By whole characters: the database refuses half of one.
  const start = [...tidy.slice(0, 2 * longestShown)].slice(0, longestShown).join('');
  return start.length < tidy.length ? `${start}…` : tidy;
}

const longestShown = 60;

// The template marks no compulsory column, but whoever copies the labels of the form copies its asterisks.
function fieldOf(head: string): ImportField | null {
  const typed = head.replace(/\*/g, '');
  const found = Object.entries(importLabels).find(([, label]) => isSameWord(label, typed));
  return found ? (found[0] as ImportField) : null;
}
