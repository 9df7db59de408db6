import type { CivilDate } from './civil-date.ts';
import { given } from './incident.ts';
import { type CatalogMenu, isCurrent } from './menu.ts';
import { type Decision, type FieldErrors, FORM, refused } from './outcome.ts';
import { type Template, templateGone } from './template.ts';
import type { User } from './user.ts';

/** A user with the codes of the menus held, in the catalog's order. */
export type Profile = { user: User; held: string[] };

/** A user whose menus may be copied into the lines of a profile: who it is, and the codes of the menus held. */
export type MenuSource = { id: number; name: string; menus: string[] };

/** The label of a line of the form; lines are counted from 1. */
export const lineLabel = (number: number) => `Menú ${number}`;

/** The key of a line's error. */
export const lineField = (number: number) => `menu-${number}`;

/** The menus that can be chosen for a user: the optional ones that are current or already held (product 3.1). */
export function offeredMenus(catalog: CatalogMenu[], held: string[], today: CivilDate): CatalogMenu[] {
  return catalog.filter((menu) => isOptional(menu) && (isCurrent(menu, today) || held.includes(menu.code)));
}

/** The menus by their groups, in the catalog's order. */
export function menusByGroup(menus: CatalogMenu[]): { name: string; menus: CatalogMenu[] }[] {
  return [...Map.groupBy(menus, ({ group }) => group)].map(([name, menus]) => ({ name, menus }));
}

/** True for the menus that an administrator may give to and take from a delegate (product 3.1). */
export function isOptional(menu: CatalogMenu): boolean {
  return !menu.required && !menu.administratorOnly;
}

/** The codes that have a line in the form, that is all but those of compulsory menus (product 3.1). */
export function linesOf(codes: string[], catalog: CatalogMenu[]): string[] {
  const required = catalog.filter((menu) => menu.required).map((menu) => menu.code);
  return codes.filter((code) => !required.includes(code));
}

/** The menus of a source that may be copied on a day: the optional ones that are current (product 3.1). */
export function copyableMenus({ menus }: Pick<MenuSource, 'menus'>, catalog: CatalogMenu[], today: CivilDate) {
  return catalog.filter((menu) => menus.includes(menu.code) && isOptional(menu) && isCurrent(menu, today));
}

/** Fills the lines of a form with those of a source's menus that they lack (product 3.1). Empty lines go. */
export function fillLines(lines: string[], source: MenuSource, catalog: CatalogMenu[], today: CivilDate) {
  const chosen = lines.filter((code) => code !== '');
  const lacking = catalog
    .filter(({ code }) => source.menus.includes(code) && !chosen.includes(code))
    .filter(isOptional);
  const added = copyableMenus(source, lacking, today);
  return {
    lines: [...chosen, ...added.map(({ code }) => code)],
    added,
    expired: lacking.filter((menu) => !added.includes(menu)),
  };
}

/**
 * The menus that a template gives to a user on a day (product 3.4): those that are current, and those past their validity
 * that the user holds already. Expired are the others. Both are in the catalog's order.
 */
export function templateMenus(
  template: { menus: string[] },
  { held, catalog, today }: { held: string[]; catalog: CatalogMenu[]; today: CivilDate },
): { menus: string[]; expired: string[] } {
  const codes = catalog.map(({ code }) => code).filter((code) => template.menus.includes(code));
  const offered = offeredMenus(catalog, held, today).map(({ code }) => code);
  return {
    menus: codes.filter((code) => offered.includes(code)),
    expired: codes.filter((code) => !offered.includes(code)),
  };
}

/** The sentence for a form with more lines than there are menus. */
export const tooManyLines = 'Llegaron más líneas que menús hay. Elija los menús de las listas y grabe de nuevo.';

/** The reason, as a sentence, for which a profile can't be changed, or null (product 3.1). */
export function profileFault({ user }: Profile): string | null {
  return user.administrator ? `${user.name} es el usuario administrador de la entidad: su perfil no se cambia.` : null;
}

/**
 * Decides on making the codes of a form the whole profile (product 3.1): each compulsory menu once, and the lines, of
 * which empty ones don't count. The value is the new set.
 */
export function setProfile(
  profile: Profile,
  codes: string[],
  catalog: CatalogMenu[],
  today: CivilDate,
): Decision<string[]> {
  const errors = profileErrors(profile, codes, catalog, today);
  if (Object.keys(errors).length > 0) return refused(errors);
  const chosen = codes.filter((code) => code !== '');
  const added = chosen.filter((code) => !profile.held.includes(code));
  const removed = profile.held.filter((code) => !chosen.includes(code));
  if (added.length === 0 && removed.length === 0) return { kind: 'unchanged', value: chosen };
  return {
    kind: 'changed',
    value: chosen,
    event: {
      event: 'profile.changed',
      subject: { kind: 'user', id: profile.user.id, name: profile.user.name },
      changes: [
        ...added.map((code) => given('user.menu', code)),
        ...removed.map((code) => ({ field: 'user.menu' as const, old: code, new: null })),
      ],
    },
  };
}

/** Decides on taking one menu from a profile; unchanged if it isn't held (product 8.3). */
export function removeMenu(
  profile: Profile,
  code: string,
  catalog: CatalogMenu[],
  today: CivilDate,
): Decision<string[]> {
  const rest = profile.held.filter((held) => held !== code);
  return setProfile(profile, rest, catalog, today);
}

/**
 * Decides on making the menus that a template gives the whole profile, besides the compulsory ones (product 3.4, 8.3). A
 * template that is no more, or gives nothing, is refused.
 */
export function takeTemplate(
  profile: Profile,
  template: Template | null,
  catalog: CatalogMenu[],
  today: CivilDate,
): Decision<string[]> {
  if (!template) return refused({ template: templateGone });
  const { menus } = templateMenus(template, { held: profile.held, catalog, today });
  const fault =
    profileFault(profile) ?? (menus.length === 0 ? `${template.name} no tiene menús que se puedan dar.` : null);
  if (fault) return refused({ [FORM]: fault });
  const required = catalog.filter((menu) => menu.required).map(({ code }) => code);
  return setProfile(profile, [...required, ...menus], catalog, today);
}

function profileErrors(profile: Profile, codes: string[], catalog: CatalogMenu[], today: CivilDate): FieldErrors {
  const fixed = profileFault(profile);
  if (fixed) return { [FORM]: fixed };
  if (codes.length > catalog.length) return { [FORM]: tooManyLines };
  const errors: FieldErrors = {};
  const misplaced = catalog.find((menu) => menu.required && codes.filter((code) => code === menu.code).length !== 1);
  if (misplaced) {
    errors[FORM] =
      `${misplaced.name} lo tienen todos los usuarios: no se quita ni se agrega. Revise los demás menús y grabe de nuevo.`;
  }
  const lines = linesOf(codes, catalog);
  for (const [index, code] of lines.entries()) {
    const fault = lineFault(code, lines.indexOf(code), index, { profile, catalog, today });
    if (fault) errors[lineField(index + 1)] = `${lineLabel(index + 1)}: ${fault}`;
  }
  return errors;
}

type LineFacts = { profile: Profile; catalog: CatalogMenu[]; today: CivilDate };

function lineFault(code: string, first: number, index: number, { profile, catalog, today }: LineFacts): string | null {
  if (code === '') return null;
  const menu = catalog.find((one) => one.code === code);
  if (!menu) return 'el menú enviado no existe. Elija uno de la lista.';
  if (menu.administratorOnly) return `${menu.name} es solo del administrador. Elija otro.`;
  if (first < index) return `${menu.name} ya está en ${lineLabel(first + 1)}. Elija otro o quite una de las líneas.`;
  if (!profile.held.includes(code) && !isCurrent(menu, today)) {
    return `${menu.name} ya no está vigente y no se puede agregar. Elija otro o quite la línea.`;
  }
  return null;
}
