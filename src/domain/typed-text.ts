// Pasting brings along direction marks, soft hyphens, spaces of no width and the like.
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const blank = /[\s\p{Z}\p{Default_Ignorable_Code_Point}\p{Cf}]/u;

/** Drops what nobody sees in a typed text, makes each kind of space an ordinary one, and trims (product 1). */
export function tidyText(text: string): string {
  return text.replace(invisible, '').replace(/\p{Z}/gu, ' ').trim();
}

/** Makes each line break of a typed text one sign, and a tab a blank (product 9.4). */
export function plainLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ');
}

/** Drops the blanks, line breaks and invisible characters around a text, such as come with copying a password (P3). */
export function withoutBlanksAround(text: string): string {
  // A pattern for the end would try again at each blank inside, which takes minutes for a body full of them.
  const characters = [...text];
  const isSeen = (character: string) => !blank.test(character);
  return characters.slice(characters.findIndex(isSeen), characters.findLastIndex(isSeen) + 1).join('');
}

/** Tidies a number that is often written in groups, without the blanks and hyphens inside (product 1). */
export function tidyNumber(text: string): string {
  return tidyText(text).replace(/[\s\p{Dash}]/gu, '');
}

/** Makes every kind of hyphen and dash the plain one. */
export function plainHyphens(text: string): string {
  return text.replace(/\p{Dash}/gu, '-');
}

/** Makes every sign that is typed for an apostrophe the plain one. */
export function plainApostrophes(text: string): string {
  return text.replace(/[‘’‛`´ʹʻʼʽˈˊˋ′‵＇ꞌ᾽᾿΄]/g, "'");
}

/** True for a field with signs that nobody types; a line break that was copied along at an end is none (R5). */
export function isUnprintable(sent: string): boolean {
  const isPrintable = (text: string) => text === printable(text);
  return !isPrintable(sent) && !isPrintable(withoutBlanksAround(sent));
}

/** Removes control characters, noncharacters and the replacement character, which stands for invalid UTF-8. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Noncharacter_Code_Point}\ufffd]/gu, '');
}

/** The sentence on a field with such signs (R5). */
export function unprintableFault(label: string): string {
  return `${label}: contiene caracteres que no se admiten. Bórrelo y escríbalo de nuevo.`;
}
