import { searchKey } from './person-name.ts';
import { tidyNumber, withoutBlanksAround } from './typed-text.ts';

/** The hours for which a temporary password is valid (P3). */
export const temporaryHours = { typedByAdministrator: 72, mailed: 24 } as const;

/** The end of the validity of a temporary password that is given at an instant (P3). */
export function temporaryUntil(given: Date, kind: keyof typeof temporaryHours): Date {
  return new Date(given.getTime() + temporaryHours[kind] * 3_600_000);
}

/** True while a temporary password that ends at an instant is valid; false for null, no temporary password. */
export function isInTime(until: Date | null, now: Date): boolean {
  return until !== null && until > now;
}

/** The latest end among those of the temporary passwords that are still valid; null if there are none. */
export function temporaryEnd(ends: (Date | null)[], now: Date): Date | null {
  const inTime = ends.filter((until) => until !== null && isInTime(until, now)) as Date[];
  return inTime.sort((one, other) => other.getTime() - one.getTime())[0] ?? null;
}

/** The allowed length of a password in characters, as the users' manual demands it (P1). */
export const passwordLength = {
  shortest: 8,
  longest: 20,
  accepts: (password: string) => lengthRule.holds(normalisePassword(password)),
};

/** The rules on the characters of a password, as password managers read them from a field (U9). */
export const passwordRulesText = `minlength: ${passwordLength.shortest}; maxlength: ${passwordLength.longest}; required: lower; required: upper; required: digit; required: special;`;

/** Composes accents (NFC), so that every keyboard types the same password (P1). */
export function normalisePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * A temporary password as it is compared and hashed: without what comes with copying it from a mail or a screen (P3).
 * Ordinary passwords keep their blanks, which may be meant.
 */
export function copiedPassword(typed: string): string {
  return withoutBlanksAround(typed);
}

/** A password that the product made, without blanks and hyphens: it has none, earlier ones had groups (P3). */
export function madePassword(typed: string): string {
  return tidyNumber(typed);
}

/** True for the same password, however its accents are typed (P1). */
export function samePassword(one: string, other: string): boolean {
  return normalisePassword(one) === normalisePassword(other);
}

/** The names and numbers that a new password must not contain (P1). */
export type PasswordHolder = {
  userName: string;
  ruc: string;
  /** The person's names and the entity's, as stored; only their words of four letters or more count. */
  names: string[];
};

/** A rule for passwords: the sentence that the page shows, and its check of a password in NFC. */
export type PasswordRule = {
  sentence: string;
  holds: (password: string) => boolean;
  /** The check as a regular expression with the flags s and u, for the browser; null where it can't check alone. */
  pattern: string | null;
};

/** The rule on the length, the only one for a password that the administrator gives (product 3, P1). */
export const lengthRule = patternRule(
  `Escriba de ${passwordLength.shortest} a ${passwordLength.longest} caracteres.`,
  `^.{${passwordLength.shortest},${passwordLength.longest}}$`,
);

/**
 * The sentence of the last rule. It names the password in use as well as the one that a reset or a recovery ended (P1).
 */
export const notOldRule = 'No repita la contraseña anterior.';

/**
 * The rules for a password that a person chooses, in the order in which the page shows them (product 4, P1).
 * isCommon is true for a word (lower case, without accents) on the list of common passwords and names, isOld for the
 * password that is being replaced.
 */
export function passwordRules(
  holder: PasswordHolder,
  isCommon: (word: string) => boolean,
  isOld: (password: string) => boolean,
): PasswordRule[] {
  const forbidden = forbiddenParts(holder);
  return [
    patternRule('Use letras mayúsculas y minúsculas.', String.raw`^(?=.*\p{Lu}).*\p{Ll}`),
    patternRule(
      'Incluya al menos un dígito y un carácter especial, como - . # $ %.',
      String.raw`^(?=.*\d).*[^\p{L}\p{M}\p{N}\s]`,
    ),
    lengthRule,
    {
      sentence: 'No use un nombre ni una contraseña común, tampoco con números o signos añadidos.',
      holds: (password) => !isCommon(searchKey(password)) && !isCommon(searchKey(password).replace(/\P{L}/gu, '')),
      pattern: null,
    },
    {
      sentence: 'No incluya su usuario, sus nombres, el nombre de su entidad ni el RUC.',
      holds: (password) => !forbidden.some((part) => searchKey(password).includes(part)),
      pattern: null,
    },
    { sentence: notOldRule, holds: (password) => !isOld(password), pattern: null },
  ];
}

// A pattern begins with ^: from each of 64,000 characters anew, the search would take minutes.
function patternRule(sentence: string, pattern: string): PasswordRule {
  const expression = new RegExp(pattern, 'su');
  return { sentence, holds: (password) => expression.test(password), pattern };
}

/** The sentences of the rules that a password fails, in order. */
export function failedRules(password: string, rules: PasswordRule[]): string[] {
  const normal = normalisePassword(password);
  return rules.filter((rule) => !rule.holds(normal)).map((rule) => rule.sentence);
}

const shortestForbiddenWord = 4;

function forbiddenParts(holder: PasswordHolder): string[] {
  const words = holder.names
    .flatMap((name) => searchKey(name).split(/\P{L}+/u))
    .filter((word) => word.length >= shortestForbiddenWord);
  return [searchKey(holder.userName), holder.ruc, ...words].filter(Boolean);
}
