import type { CivilDate } from './civil-date.ts';
import type { CatalogMenu } from './menu.ts';
import { type FieldErrors, FORM } from './outcome.ts';
import {
  fillLines,
  isOptional,
  lineLabel,
  linesOf,
  type MenuSource,
  offeredMenus,
  type Profile,
  templateMenus,
  tooManyLines,
} from './profile.ts';
import type { Template } from './template.ts';

/** The form of a profile on its way: its lines, the set that it showed first, the source to copy from, what it says. */
export type ProfileDraft = DraftOf & {
  /** The stored set that the form showed first, which is its version (D3). */
  seen: string[];
  /** The codes of the menus chosen; '' for an empty line. */
  lines: string[];
  search: string;
  /** The numbers of the source and the template chosen, as typed. */
  source: string;
  template: string;
  errors?: FieldErrors;
  message?: string;
  focus?: DraftControl;
};

/** The stored profile, and the menus that there are on a day. */
type DraftOf = { profile: Profile; catalog: CatalogMenu[]; today: CivilDate };

/** A form of a profile as it was sent: the codes of all its menus, and those that it showed first, as one text. */
type SentProfile = { codes: string[]; seen: string; search: string; source: string; template: string };

/**
 * A control of the form: the number of a line, the button that adds one, the source of menus, its search, the template.
 */
export type DraftControl = number | 'more' | 'source' | 'search' | 'template';

/**
 * The form as its page first shows it: the stored menus and an empty line, or firstLines of them without menus (product
 * 3.1).
 */
export function storedDraft(of: DraftOf, firstLines = 1): ProfileDraft {
  const { held } = of.profile;
  const draft = { ...of, seen: held, lines: linesOf(held, of.catalog), search: '', source: '', template: '' };
  const empty = Math.min(draft.lines.length === 0 ? firstLines : 1, roomIn(draft));
  return { ...draft, lines: [...draft.lines, ...Array<string>(empty).fill('')] };
}

/**
 * The form as it was sent. Only a forged one has more lines than there are menus; it keeps the known menus among them.
 */
export function sentDraft(of: DraftOf, { codes, seen, ...typed }: SentProfile): ProfileDraft {
  const draft = { ...of, ...typed, seen: readSeen(seen, of.catalog), lines: linesOf(codes, of.catalog) };
  if (codes.length <= of.catalog.length) return draft;
  const known = of.catalog.filter((menu) => isOptional(menu) && draft.lines.includes(menu.code));
  return { ...draft, lines: known.map(({ code }) => code), errors: { [FORM]: tooManyLines } };
}

/** Reads the set that a form showed first, which is its version (D3); a tampered one counts as empty. */
export function readSeen(text: string, catalog: CatalogMenu[]): string[] {
  const codes = text.split(',');
  return codes.every((code) => catalog.some((menu) => menu.code === code)) ? codes : [];
}

/** Adds an empty line, unless there is one (product 3.1). */
export function addLine(draft: ProfileDraft): ProfileDraft {
  const { lines } = draft;
  const empty = lines.indexOf('') + 1;
  if (empty > 0) {
    return { ...draft, message: `Ya hay una línea vacía, ${lineLabel(empty)}: elija ahí el menú.`, focus: empty };
  }
  if (roomIn(draft) === 0) return { ...draft, message: 'No quedan más menús que agregar.', focus: 'more' };
  const number = lines.length + 1;
  return { ...draft, lines: [...lines, ''], message: `Se añadió la línea ${lineLabel(number)}.`, focus: number };
}

/** Removes a line. The focus goes to the one that takes its place, never to a button that removes a line (U4). */
export function removeLine(draft: ProfileDraft, index: number): ProfileDraft {
  const { catalog, lines } = draft;
  const menu = catalog.find((one) => one.code === lines[index]);
  const message = menu
    ? `Se quitó ${menu.name}; presione Grabar para que rija.`
    : `Se quitó la línea ${lineLabel(index + 1)}.`;
  const left = lines.filter((_, place) => place !== index);
  return { ...draft, lines: left, message, focus: Math.min(index + 1, left.length) || 'more' };
}

/**
 * Fills the lines with the menus of a source besides those here; undefined where nobody known was chosen (product 3.1).
 */
export function fillDraft(draft: ProfileDraft, source: MenuSource | undefined): ProfileDraft {
  if (!source) return { ...draft, errors: { source: 'Copiar los menús de: elija un usuario de la lista.' } };
  const { lines, added, expired } = fillLines(draft.lines, source, draft.catalog, draft.today);
  const left = expired.map(({ name }) => ` No se copió ${name}, que ya no está vigente.`).join('');
  if (added.length === 0) {
    const message = `${source.name} no tiene otros menús que se puedan copiar.${left}`;
    return { ...draft, message, focus: 'source' };
  }
  const [copied, apply] = added.length === 1 ? ['Se copió', 'rija'] : ['Se copiaron', 'rijan'];
  const message = `${copied} de ${source.name}: ${namesOf(added)}. Presione Grabar para que ${apply}.${left}`;
  return { ...draft, lines, source: '', message, focus: lines.length - added.length + 1 };
}

/**
 * Fills the lines with the menus of a template in place of those here; undefined where none known was chosen (product
 * 3.4).
 */
export function applyTemplate(draft: ProfileDraft, template: Template | undefined): ProfileDraft {
  if (!template) return { ...draft, errors: { template: 'Perfil tipo: elija uno de la lista.' } };
  const { catalog, today, profile } = draft;
  const { menus, expired } = templateMenus(template, { held: profile.held, catalog, today });
  const left = namedIn(catalog, expired)
    .map(({ name }) => ` No se puso ${name}, que ya no está vigente.`)
    .join('');
  if (menus.length === 0) {
    const message = `${template.name} no tiene menús que se puedan dar; las líneas siguen como estaban.${left}`;
    return { ...draft, message, focus: 'template' };
  }
  const [count, apply] = menus.length === 1 ? ['1 menú', 'rija'] : [`${menus.length} menús`, 'rijan'];
  const message = `Se aplicó ${template.name}: ${count}. Presione Grabar para que ${apply}.${left}`;
  return { ...draft, lines: menus, template: '', message, focus: 1 };
}

/** Shows the stored and the chosen set. The stored one becomes the version of the next "Grabar" (D3). */
export function staleDraft(draft: ProfileDraft): ProfileDraft {
  const { held } = draft.profile;
  const stored = namedIn(draft.catalog, held);
  const sentence = `Otra persona cambió este perfil mientras usted lo editaba. Está grabado: ${namesOf(stored)}. Abajo está lo que usted eligió; corríjalo si hace falta y grabe de nuevo.`;
  return { ...draft, seen: held, errors: { [FORM]: sentence } };
}

/** The sentence on how the lines differ from the stored set, which is in effect; '' if they don't (product 3.1). */
export function unsavedText({ profile, catalog, lines }: ProfileDraft): string {
  const menus = catalog.filter(isOptional);
  const added = menus.filter(({ code }) => lines.includes(code) && !profile.held.includes(code));
  const removed = menus.filter(({ code }) => profile.held.includes(code) && !lines.includes(code));
  const parts = [
    added.length > 0 && `se agrega ${namesOf(added)}`,
    removed.length > 0 && `se quita ${namesOf(removed)}`,
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join('; ')}.` : '';
}

function namedIn(catalog: CatalogMenu[], codes: string[]): CatalogMenu[] {
  return catalog.filter(({ code }) => codes.includes(code));
}

function namesOf(menus: { name: string }[]): string {
  return menus.map(({ name }) => name).join(', ');
}

// The number of lines that can be added.
function roomIn({ profile, catalog, today, lines }: ProfileDraft): number {
  return Math.max(0, offeredMenus(catalog, profile.held, today).length - lines.length);
}
