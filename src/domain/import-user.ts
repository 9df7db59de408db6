import type { Catalogs } from './contact.ts';
import type { ImportField, TypedLine } from './import.ts';
import { isSameWord, shortened, userKeyOfLine } from './import.ts';
import type { ImportFacts } from './import-review.ts';
import { type CatalogMenu, isCurrent } from './menu.ts';
import { isOptional } from './profile.ts';
import { tidyText } from './typed-text.ts';
import { takenNameSentence, userNameField } from './user.ts';

/** A user that a line makes: deactivated, without a password, with these menus besides the compulsory ones. */
export type ImportedUser = { name: string; menus: string[] };

/** The line in which each document and user name of a file came first. */
export type Seen = { documents: Map<string, number>; users: Map<string, number> };

/** Notes the line of a key; gives the line in which it came before. */
export function seenBefore(lines: Map<string, number>, key: string, number: number): number | undefined {
  const before = lines.get(key);
  if (before === undefined) lines.set(key, number);
  return before;
}

type Fault = { field: ImportField; sentence: string };

/** The contact of a line, as it will be. */
type LineContact = { active: boolean; contactId: number | null; number: number };

/**
 * Reads "Usuario" and "Menús" of a line (product 8.5). Gives null if it names no user, or one that its contact has, whose
 * menus stay.
 */
export function importedUser(
  typed: TypedLine,
  { active, contactId, number }: LineContact,
  facts: ImportFacts,
  seen: Seen,
): { value: ImportedUser; faults: Fault[] } | null {
  const key = userKeyOfLine(typed);
  if (key === null) return null;
  const name = tidyText(typed.userName ?? '');
  const holder = facts.users.get(key);
  const before = seenBefore(seen.users, key, number);
  const isOwn = holder !== undefined && holder === contactId;
  if (isOwn && active && before === undefined) return null;
  const menus = menusOf(typed.menus ?? '', facts);
  const sentence = nameFault(name, { active, before, isTaken: holder !== undefined && !isOwn, isOwn });
  const faults = [...(sentence ? [{ field: 'userName' as const, sentence }] : []), ...menus.faults];
  return { value: { name, menus: menus.codes }, faults };
}

type NameFacts = { active: boolean; before: number | undefined; isTaken: boolean; isOwn: boolean };

function nameFault(name: string, { active, before, isTaken, isOwn }: NameFacts): string | null {
  if (!active) return 'Usuario: el contacto está INACTIVO. Póngalo ACTIVO o deje vacía esta celda.';
  if (before !== undefined) return `Usuario: ese nombre está también en la línea ${before}. Elija otro.`;
  if (isTaken) return takenNameSentence;
  return isOwn ? null : (userNameField.safeParse(name).error?.issues[0]?.message ?? null);
}

function menusOf(cell: string, facts: { catalogs: Catalogs; today: string }): { codes: string[]; faults: Fault[] } {
  const words = cell.split(';').filter((word) => tidyText(word) !== '');
  const codes = new Set<string>();
  for (const word of words) {
    const menu = facts.catalogs.menus.find(({ code, name }) => isSameWord(code, word) || isSameWord(name, word));
    const sentence = menuFault(menu, word, facts.today);
    if (sentence) return { codes: [], faults: [{ field: 'menus', sentence: `Menús: ${sentence}` }] };
    if (menu && isOptional(menu)) codes.add(menu.code);
  }
  return { codes: [...codes], faults: [] };
}

// A compulsory menu may be named, because every user gets it.
function menuFault(menu: CatalogMenu | undefined, word: string, today: string): string | null {
  if (!menu) return `«${shortened(word)}» no es un menú. Escriba nombres o códigos de menús, separados por «;».`;
  if (menu.administratorOnly) return `${menu.name} es solo del administrador. Quítelo.`;
  return isCurrent(menu, today) ? null : `${menu.name} ya no está vigente y no se puede agregar. Quítelo.`;
}
