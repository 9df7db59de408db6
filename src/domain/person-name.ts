import { plainApostrophes, plainHyphens, tidyNumber, tidyText } from './typed-text.ts';

/** The four parts of a person's name; a part that the person lacks is ''. */
export type PersonName = { paternalSurname: string; maternalSurname: string; firstName: string; secondName: string };

/** Tidies a part of a name (product 2): composed accents (NFC), plain apostrophes and hyphens, no doubled spaces. */
export function tidyName(text: string): string {
  return plainHyphens(plainApostrophes(tidyText(text)))
    .normalize('NFC')
    .replace(/\s+/g, ' ');
}

/** True for Latin letters (also accented), spaces, apostrophes and hyphens, with at least one letter (product 2). */
export function isName(text: string): boolean {
  return /^(?:(?=\p{L})\p{Script=Latin}|[ '-])*$/u.test(text) && /\p{L}/u.test(text);
}

/** The whole name, surnames first. */
export function fullName(name: PersonName): string {
  return [name.paternalSurname, name.maternalSurname, name.firstName, name.secondName].filter(Boolean).join(' ');
}

/** The name by which a person is spoken of: the first name and the first surname (product 1). */
export function shortName({ firstName, paternalSurname }: Pick<PersonName, 'firstName' | 'paternalSurname'>): string {
  return `${firstName} ${paternalSurname}`;
}

/** The names of people in a list; namesakes get their document number added, so that they can be told apart. */
export function distinctNames(people: { name: string; documentNumber: string }[]): string[] {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of people) (seen.has(name) ? shared : seen).add(name);
  return people.map(({ name, documentNumber }) => (shared.has(name) ? `${name}, ${documentNumber}` : name));
}

/** The key that sorts text in Spanish order: in lower case, without accents, ñ after n (product 2). */
export function sortKey(text: string): string {
  // '~' comes after every letter, so ñ falls between n and o byte by byte, on any database.
  return folded(text)
    .split('ñ')
    .map((part) => replaced(withoutMarks(part), sortedLetters))
    .join('n~');
}

/** The key that is searched: in lower case, without accents, ñ as n, so that n finds ñ (product 2). */
export function searchKey(text: string): string {
  return replaced(withoutMarks(folded(text)), searchedLetters);
}

/** The words of a search, at most eight; each has to occur in the record (product 2). */
export function searchWords(text: string): string[] {
  const words = searchKey(tidyText(text)).split(/\s+/).filter(Boolean);
  return words.map(searchedNumber).filter(Boolean).slice(0, 8);
}

// Documents are stored without hyphens.
function searchedNumber(word: string): string {
  return /^[\d\p{Dash}]+$/u.test(word) && /\d/.test(word) ? tidyNumber(word) : word;
}

// Apostrophes come first, since NFKC makes a space and an accent of «´».
function folded(text: string): string {
  return plainHyphens(plainApostrophes(text).normalize('NFKC')).toLowerCase().normalize('NFC');
}

// Letters that no normalisation decomposes, as the Spanish collation compares them.
const equalLetters = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ł: 'l', '·': '' };

// Letters that the collation puts behind all that begin with another one. '}' comes after every letter, too.
const sortedLetters = { ...equalLetters, ı: 'i}', ŋ: 'n~}', ŧ: 't}', ə: 'e}', þ: 'z}' };
const searchedLetters = { ...equalLetters, ı: 'i', ŋ: 'n', ŧ: 't', ə: 'e', þ: 'th' };

function replaced(text: string, letters: Record<string, string>): string {
  return text.replace(/[ßæœøđðħł·ıŋŧəþ]/g, (letter) => letters[letter] ?? letter);
}

function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .normalize('NFC');
}
