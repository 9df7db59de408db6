import { closest, type Element, elements, textOf } from '../browser/dom.ts';
import type { Page } from '../browser/page.ts';

/** The headings of the matters on the first page. */
export const withoutEmail = 'Usuarios cuyo contacto no tiene correo electrónico';
export const ending = 'Delegaciones que terminan en los próximos 30 días';
export const neverActivated = 'Usuarios que nunca se han activado';
export const ended = 'Delegaciones vencidas de usuarios activados';
export const withoutAccess = 'Usuarios activados que hoy no pueden ingresar';
export const undelivered = 'Usuarios con un correo no entregado';
export const withoutPassword = 'Usuarios con contraseña temporal vencida o sin contraseña';

/** Reads the lists of things that need attention, by their headings. */
export function attention(page: Page): Record<string, string[]> {
  const titles = elements(page.root, 'h3').filter((one) => closest(one, 'main'));
  return Object.fromEntries(
    titles.map((title) => [textOf(title), peopleIn(elements(closest(title, 'section') ?? title, 'li'))]),
  );
}

/** Reads lines without the ways to the filtered lists. */
export function peopleIn(lines: Element[]): string[] {
  return lines.map(textOf).filter((text) => !text.startsWith('Ver en '));
}
