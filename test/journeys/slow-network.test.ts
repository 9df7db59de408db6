import type { CDPSession, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { pressAndSwap } from '../support/browser/keys.ts';
import { stopwatch } from '../support/server/stopwatch.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

/** A poor mobile connection: 400 kbit/s, and 400 ms until the first byte. */
const poor = { offline: false, downloadThroughput: 50_000, uploadThroughput: 50_000, latency: 400 };
const instant = { ...poor, downloadThroughput: -1, uploadThroughput: -1, latency: 0 };

/** The longest times in milliseconds. */
const limits = { signIn: 1_500, laterPage: 800, swap: 600 };
// What else the machine does makes a single time longer, never shorter.
const tries = 3;

onStage('At 400 kbit/s and 400 ms', (stage) => {
  test('the sign-in page can be used within 1.5 s in a new browser, and later pages within 0.8 s', async () => {
    const cold: number[] = [];
    const later: number[] = [];
    for (let time = 0; time < tries; time += 1) {
      const page = await browser.newPage({ baseUrl: stage.site.baseUrl });
      await slowedDown(page);
      cold.push(await usableAfter(page, '/ingreso'));
      later.push(await usableAfter(page, '/recuperar'));
      await page.context().close();
    }
    expect(Math.min(...cold)).toBeLessThanOrEqual(limits.signIn);
    expect(Math.min(...later)).toBeLessThanOrEqual(limits.laterPage);
  });

  test('a row is swapped within 0.6 s, and says meanwhile that it waits', async () => {
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { axe: false });
    const { page } = user;
    await user.open('/administracion/usuarios');
    const row = user.row(stage.nadia.userName);
    const session = await slowedDown(page);
    const times: number[] = [];
    page.on('dialog', (dialog) => dialog.accept());
    for (const [verb, said] of [
      ['Activar', 'ACTIVO'],
      ['Desactivar', 'INACTIVO'],
      ['Activar', 'ACTIVO'],
    ] as const) {
      await user.reach(`${verb} Usuario ${stage.nadia.userName}`);
      await row.evaluate(noteWhileBusy);
      const elapsed = stopwatch();
      const swapped = pressAndSwap(page).then(() => times.push(elapsed()));
      await swapped;
      expect(await page.evaluate(() => window.saidWhileBusy)).toEqual(['"Un momento…"']);
      expect(await row.getAttribute('aria-busy')).toBeNull();
      expect(await user.rowText(stage.nadia.userName)).toContain(said);
    }
    await session.send('Network.emulateNetworkConditions', instant);
    expect(Math.min(...times)).toBeLessThanOrEqual(limits.swap);
    await user.leave();
  });
});

declare global {
  interface Window {
    saidWhileBusy: string[];
  }
}

// Notes what the button of a row says at the moment at which the row says that it waits.
function noteWhileBusy(row: Element): void {
  window.saidWhileBusy = [];
  new MutationObserver(() => {
    const [button] = row.getElementsByTagName('button');
    if (!button || row.getAttribute('aria-busy') !== 'true') return;
    window.saidWhileBusy.push(getComputedStyle(button, '::after').content);
  }).observe(row, { attributeFilter: ['aria-busy'] });
}

async function slowedDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', poor);
  return session;
}

/** Gives the milliseconds until the page is painted with its style and takes what is typed. */
async function usableAfter(page: Page, path: string): Promise<number> {
  await page.goto(path, { waitUntil: 'commit' });
  await page.locator('main input:not([type=hidden])').first().waitFor();
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const [paint] = performance.getEntriesByName('first-contentful-paint');
          const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
          if (!paint || !navigation?.domInteractive) return void setTimeout(look, 20);
          resolve(Math.max(paint.startTime, navigation.domInteractive));
        };
        look();
      }),
  );
}
