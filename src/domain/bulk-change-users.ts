import { entryHindrances } from './access.ts';
import { hindrancesText } from './access-words.ts';
import type { BulkAction, Given } from './bulk-change.ts';
import { maskEmail } from './email.ts';
import type { CatalogMenu } from './menu.ts';
import { temporaryHours, temporaryUntil } from './password.ts';
import { resetPassword, unusableText } from './password-reset.ts';
import { isOptional, type Profile, profileFault, removeMenu, takeTemplate, templateMenus } from './profile.ts';
import { sessionsEnding } from './session.ts';
import { activateUser, deactivateUser, type User } from './user.ts';

const activate: BulkAction<Profile, User> = {
  label: 'Activar',
  title: 'Activar usuarios',
  means: 'Cada persona recibe un aviso por correo en cuanto pueda ingresar.',
  beyondLimit: 'Los demás quedan activados sin aviso, y usted puede reenviarlo más tarde desde la lista de usuarios.',
  rule: ({ user }) => activateUser(user),
  unchanged: 'Ya está ACTIVO.',
  effect: ({ user }, { now }) => `Quedará ACTIVO${butNotToday(user, now)}`,
  done: ({ user }, { now }) => `Quedó ACTIVO${butNotToday(user, now)}`,
};

const deactivate: BulkAction<Profile, User> = {
  label: 'Desactivar',
  title: 'Desactivar usuarios',
  taking: true,
  rule: ({ user }) => deactivateUser(user),
  unchanged: 'Ya está INACTIVO.',
  effect: ({ user }) => `Quedará INACTIVO. ${sessionsEnding(user.openSessions)}`,
  done: () => 'Quedó INACTIVO: ya no tiene acceso.',
};

const reset: BulkAction<Profile, string> = {
  label: 'Resetear contraseña',
  title: 'Resetear contraseñas',
  taking: true,
  means: `La contraseña actual de cada uno deja de servir en ese momento, y sus sesiones se cierran. Una contraseña temporal, que vale ${temporaryHours.mailed} horas, se envía a su correo; nadie más la ve.`,
  beyondLimit: 'Los demás quedan como están, y la página siguiente los nombra y dice desde qué hora puede resetearlos.',
  rule: ({ user }) => resetPassword(user),
  unchanged: '',
  effect: ({ user }, { now }) =>
    `Se enviará a ${maskEmail(user.email)}. ${sessionsEnding(user.openSessions)} ${unusable(user, now)}`.trim(),
  done: ({ user }, { now }) => `Se envía a ${maskEmail(user.email)}. ${unusable(user, now)}`.trim(),
};

const applyTemplate: BulkAction<Profile, string[]> = {
  label: 'Aplicar perfil tipo',
  title: 'Aplicar un perfil tipo a usuarios',
  asks: 'template',
  taking: true,
  means: 'Los menús del perfil tipo reemplazan a los que cada uno tiene, menos los obligatorios, que siguen.',
  rule: (profile, { template, menus, today }) => takeTemplate(profile, template, menus, today),
  bar: profileFault,
  unchanged: 'Ya tiene exactamente esos menús.',
  effect: (profile, given) =>
    given.template === null ? heldText(profile, given) : exchangeText(profile, given, ['Se le agrega', 'Se le quita']),
  done: (profile, given) => exchangeText(profile, given, ['Se le agregó', 'Se le quitó']),
};

const takeMenu: BulkAction<Profile, string[]> = {
  label: 'Quitar menú',
  title: 'Quitar un menú a usuarios',
  asks: 'menu',
  taking: true,
  rule: (profile, { value, menus, today }) => removeMenu(profile, value ?? '', menus, today),
  bar: (profile, { menus }) => {
    const without = optionalMenus(profile, menus).length === 0;
    return profileFault(profile) ?? (without ? 'No tiene ningún menú que se pueda quitar.' : null);
  },
  unchanged: 'No tiene ese menú.',
  effect: heldText,
  done: (_, { value, menus }) => `Ya no tiene ${menus.find(({ code }) => code === value)?.name}.`,
};

/** The actions on the chosen of the list of users, by their names in the address, in the order of the list (product 8.3). */
export const userActions = {
  activar: activate,
  desactivar: deactivate,
  resetear: reset,
  'aplicar-perfil': applyTemplate,
  'quitar-menu': takeMenu,
};

function butNotToday(user: User, now: Date): string {
  const hindrances = entryHindrances({ ...user, active: true }, now);
  return hindrances.length === 0 ? '.' : `, pero ${hindrancesText(hindrances)}`;
}

function unusable(user: User, now: Date): string {
  return unusableText({ ...user, password: 'good' }, temporaryUntil(now, 'mailed'), now) ?? '';
}

function heldText(profile: Profile, { menus }: Given): string {
  const names = optionalMenus(profile, menus);
  return names.length === 0 ? 'Solo tiene los menús obligatorios.' : `Tiene: ${names.join(', ')}.`;
}

// What the template adds, what it takes, and what it doesn't give because it is past its validity.
function exchangeText({ held }: Profile, { template, menus: catalog, today }: Given, [adds, takes]: [string, string]) {
  const { menus, expired } = templateMenus(template ?? { menus: [] }, { held, catalog, today });
  const named = (words: string, belongs: (menu: CatalogMenu) => boolean) => {
    const names = catalog.filter(belongs).map(({ name }) => name);
    return names.length === 0 ? [] : [`${words}: ${names.join(', ')}.`];
  };
  return [
    ...named(adds, ({ code }) => menus.includes(code) && !held.includes(code)),
    ...named(takes, (menu) => isOptional(menu) && held.includes(menu.code) && !menus.includes(menu.code)),
    ...named('Sin los que ya no están vigentes', ({ code }) => expired.includes(code)),
  ].join(' ');
}

function optionalMenus({ held }: Profile, menus: CatalogMenu[]): string[] {
  return menus.filter((menu) => isOptional(menu) && held.includes(menu.code)).map(({ name }) => name);
}
