import { entryHindrances } from './access.ts';
import { hindrancesText } from './access-words.ts';
import type { BulkAction } from './bulk-change.ts';
import { maskEmail } from './email.ts';
import type { CatalogMenu } from './menu.ts';
import { temporaryHours, temporaryUntil } from './password.ts';
import { resetPassword, unusableText } from './password-reset.ts';
import { isOptional, type Profile, profileFault, removeMenu } from './profile.ts';
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
  effect: (profile, { menus }) => `Tiene: ${optionalMenus(profile, menus).join(', ')}.`,
  done: (_, { value, menus }) => `Ya no tiene ${menus.find(({ code }) => code === value)?.name}.`,
};

/** The actions on the chosen of the list of users, by their names in the address, in the order of the list (product 8.3). */
export const userActions = {
  activar: activate,
  desactivar: deactivate,
  resetear: reset,
  'quitar-menu': takeMenu,
};

function butNotToday(user: User, now: Date): string {
  const hindrances = entryHindrances({ ...user, active: true }, now);
  return hindrances.length === 0 ? '.' : `, pero ${hindrancesText(hindrances)}`;
}

function unusable(user: User, now: Date): string {
  return unusableText({ ...user, password: 'good' }, temporaryUntil(now, 'mailed'), now) ?? '';
}

function optionalMenus({ held }: Profile, menus: CatalogMenu[]): string[] {
  return menus.filter((menu) => isOptional(menu) && held.includes(menu.code)).map(({ name }) => name);
}
