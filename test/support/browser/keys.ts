import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';

const patience = 20_000;

/** Replaces the text of the focused control by typing. */
export async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.type(text);
}

/** Presses a key, by default Enter, and waits for the page to which it leads. */
export async function pressAndLoad(page: Page, key = 'Enter'): Promise<void> {
  await Promise.all([page.waitForEvent('load', { timeout: patience }), page.keyboard.press(key)]);
}

/** Presses a key, by default Enter, and waits until htmx has put the answer into the page. */
export async function pressAndSwap(page: Page, key = 'Enter'): Promise<void> {
  // The page listens before the key is pressed: on a busy machine the answer may come sooner than a later message.
  await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    document.addEventListener('htmx:finally:request', () => resolve(), { once: true });
    window.swapped = promise;
  });
  await page.keyboard.press(key);
  const swapped = page.evaluate(() => window.swapped.then(() => true));
  if (!(await Promise.race([swapped, wait(patience)]))) throw new Error('htmx has asked for nothing.');
}

declare global {
  interface Window {
    swapped: Promise<void>;
  }
}
