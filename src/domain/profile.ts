import type { CivilDate } from './civil-date.ts';
import { given } from './incident.ts';
import { type CatalogMenu, isCurrent } from './menu.ts';
import { type Decision, type FieldErrors, FORM, refused } from './outcome.ts';
import type { User } from './user.ts';

/** A user with the codes of the menus held, in the catalog's order. */
export type Profile = { user: User; held: string[] };

/** How a line of the form is called, by its number from 1: its label, and the field of its errors. */
export const lineLabel = (number: number) => `Menú ${number}`;
export const lineField = (number: number) => `menu-${number}`;

/** The menus that can be chosen for a user: neither compulsory nor the administrator's, and current or held already. */
export function offeredMenus(catalog: CatalogMenu[], held: string[], today: CivilDate): CatalogMenu[] {
  return catalog.filter((menu) => isOptional(menu) && (isCurrent(menu, today) || held.includes(menu.code)));
}

/** True for the menus that an administrator may give to a delegate and take away. */
export function isOptional(menu: CatalogMenu): boolean {
  return !menu.required && !menu.administratorOnly;
}

/** The lines among the codes of a form: all but the compulsory menus, which have none. */
export function linesOf(codes: string[], catalog: CatalogMenu[]): string[] {
  const required = catalog.filter((menu) => menu.required).map((menu) => menu.code);
  return codes.filter((code) => !required.includes(code));
}

/** The refusal of a form with more lines than there are menus. */
export const tooManyLines = 'Llegaron más líneas que menús hay. Elija los menús de las listas y grabe de nuevo.';

/** Why nobody changes this profile; null where it may be changed. */
export function fixedProfile({ user }: Profile): string | null {
  return user.administrator ? `${user.name} es el usuario administrador de la entidad: su perfil no se cambia.` : null;
}

/**
 * Stores the codes of a form as the whole profile: the compulsory menus, and a line for each other; empty lines don't
 * count (product 3.1). The value is the new set.
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

function profileErrors(profile: Profile, codes: string[], catalog: CatalogMenu[], today: CivilDate): FieldErrors {
  const fixed = fixedProfile(profile);
  if (fixed) return { [FORM]: fixed };
  if (codes.length > catalog.length) return { [FORM]: tooManyLines };
  const errors: FieldErrors = {};
  const apart = catalog.find((menu) => menu.required && codes.filter((code) => code === menu.code).length !== 1);
  if (apart) {
    errors[FORM] =
      `${apart.name} lo tienen todos los usuarios: no se quita ni se agrega. Revise los demás menús y grabe de nuevo.`;
  }
  const lines = linesOf(codes, catalog);
  for (const [index, code] of lines.entries()) {
    const fault = lineFault(code, lines.indexOf(code), index, { profile, catalog, today });
    if (fault) errors[lineField(index + 1)] = `${lineLabel(index + 1)}: ${fault}`;
  }
  return errors;
}

type Given = { profile: Profile; catalog: CatalogMenu[]; today: CivilDate };

function lineFault(code: string, first: number, index: number, { profile, catalog, today }: Given): string | null {
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
