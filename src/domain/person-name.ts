/** The four parts of a person's name; a part that the person lacks is ''. */
export type PersonName = { paternalSurname: string; maternalSurname: string; firstName: string; secondName: string };

/** Tidies a part of a name (product 2): composed accents (NFC), plain apostrophes, no doubled or outer spaces. */
export function tidyName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

/** True for Latin letters (also accented), spaces, apostrophes and hyphens, with at least one letter (product 2). */
export function isName(text: string): boolean {
  return /^(?:(?=\p{L})\p{Script=Latin}|[ '-])*$/u.test(text) && /\p{L}/u.test(text);
}

/** The whole name, surnames first. */
export function fullName(name: PersonName): string {
  return [name.paternalSurname, name.maternalSurname, name.firstName, name.secondName].filter(Boolean).join(' ');
}

/** The names of people in a list; namesakes get their document number added, so that they can be told apart. */
export function distinctNames(people: { name: string; documentNumber: string }[]): string[] {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of people) (seen.has(name) ? shared : seen).add(name);
  return people.map(({ name, documentNumber }) => (shared.has(name) ? `${name}, ${documentNumber}` : name));
}

/** The key that sorts text in Spanish order: in lower case, without accents, ñ after n. */
export function sortKey(text: string): string {
  // '~' comes after every letter, so ñ falls between n and o byte by byte, on any database.
  return text.toLowerCase().normalize('NFC').split('ñ').map(withoutMarks).join('n~');
}

/** The key that is searched: in lower case, without accents, ñ as n, so that n finds ñ (product 2). */
export function searchKey(text: string): string {
  return withoutMarks(text.toLowerCase());
}

/** The words of a search, at most eight; each has to occur in the record (product 2). */
export function searchWords(text: string): string[] {
  return searchKey(text).split(/\s+/).filter(Boolean).slice(0, 8);
}

function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .normalize('NFC');
}
