/** The four parts of a person's name; the parts a person lacks are empty. */
export type PersonName = { paternalSurname: string; maternalSurname: string; firstName: string; secondName: string };

/** A name part as it is stored: composed accents (NFC), plain apostrophe, no doubled or outer spaces. */
export function tidyName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

/** True for letters (accents and ñ among them), spaces, apostrophe and hyphen, with at least one letter (product 2). */
export function isName(text: string): boolean {
  return /^(?:(?=\p{L})\p{Script=Latin}|[ '-])*$/u.test(text) && /\p{L}/u.test(text);
}

/** The whole name, surnames first, as lists show it. */
export function fullName(name: PersonName): string {
  return [name.paternalSurname, name.maternalSurname, name.firstName, name.secondName].filter(Boolean).join(' ');
}

/** The names of a list, where one occurs twice with the document that tells the person from the namesake. */
export function distinctNames(people: { name: string; documentNumber: string }[]): string[] {
  const known = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of people) (known.has(name) ? shared : known).add(name);
  return people.map(({ name, documentNumber }) => (shared.has(name) ? `${name}, ${documentNumber}` : name));
}

/** Lower case without accents, ñ kept apart from n: what Spanish order and nothing else goes by. */
export function sortKey(text: string): string {
  // '~' comes after every letter, so ñ falls between n and o byte by byte, on any database.
  return text.toLowerCase().normalize('NFC').split('ñ').map(withoutMarks).join('n~');
}

/** Lower case without any accent, ñ written n: what a search goes by, so that a keyboard without ñ finds it too. */
export function searchKey(text: string): string {
  return withoutMarks(text.toLowerCase());
}

/** The words of a search, each of which has to occur; at most eight. */
export function searchWords(text: string): string[] {
  return searchKey(text).split(/\s+/).filter(Boolean).slice(0, 8);
}

function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .normalize('NFC');
}
