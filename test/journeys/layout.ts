import type { Page } from 'playwright-core';
import type { OpenBrowser } from '../support/browser/browser.ts';
import type { CastUser } from '../support/stage/cast.ts';
import type { Stage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

export const contacts = '/administracion/contactos';
export const users = '/administracion/usuarios';

// Windows, in CSS pixels.
export const desk = { width: 1280, height: 800 };
export const tablet = { width: 768, height: 1024 };
export const phone = { width: 360, height: 740 };

/** Opens a page of a person, the administrator of Quito by default, in a window of a size. */
export async function atDesk(
  browser: OpenBrowser,
  stage: Stage,
  path: string,
  size: typeof desk,
  person: CastUser = stage.quito.administrator,
): Promise<KeyboardUser> {
  const user = await KeyboardUser.signedIn(browser, stage, person, { axe: false });
  await user.page.setViewportSize(size);
  await user.open(path);
  await user.page.setViewportSize(size);
  return user;
}

/** Gives the upper edges of fields; by default of the two surnames. */
export function tops(page: Page, fields = '#paternalSurname, #maternalSurname'): Promise<number[]> {
  return page.locator(fields).evaluateAll((found) => found.map((field) => field.getBoundingClientRect().top));
}

/** Gives the edges of an element. */
export function box(page: Page, selector: string): Promise<Record<'top' | 'right' | 'bottom' | 'left', number>> {
  return page.locator(selector).evaluate((element) => {
    const { top, right, bottom, left } = element.getBoundingClientRect();
    return { top, right, bottom, left };
  });
}

/** Gives the pixels by which a table is wider than its frame. */
export function sideways(page: Page): Promise<number> {
  return page.locator('.table-frame').evaluate((frame) => frame.scrollWidth - frame.clientWidth);
}

/** Tells whether the control with a text is wholly in the window. */
export function inWindow(page: Page, name: string): Promise<boolean> {
  return page.getByText(name, { exact: true }).evaluate((control) => {
    const { top, bottom } = control.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}

/** Gives the focused control's text if something else lies over its middle. Runs in the page. */
export function coveredFocus(): string | null {
  const control = document.activeElement;
  if (!control || control === document.body) return null;
  const { left, top, width, height } = control.getBoundingClientRect();
  const over = document.elementFromPoint(left + Math.min(width, 40) / 2, top + height / 2);
  return over && (control.contains(over) || over.contains(control)) ? null : (control.textContent ?? '');
}
