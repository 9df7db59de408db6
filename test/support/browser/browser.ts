import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
} from 'playwright-core';
import { findChromium } from './chromium.ts';
import type { Name } from './find.ts';

/** A running Chromium, as one test file uses it. */
export type OpenBrowser = {
  /** Opens a page in a new browser context, without cookies. Paths are relative to `baseUrl`. */
  newPage(options?: PageOptions): Promise<Page>;
  close(): Promise<void>;
};

export type PageOptions = {
  baseUrl?: URL;
  /** Whether scripts run; true by default. */
  javaScript?: boolean;
  /** The width in CSS pixels; 1280 by default. */
  width?: number;
  colorScheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
};

/** The focused element as assistive technology knows it. */
export type Focus = { role: string; name: string };

const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const height = 800;
const patience = 20_000;
const mostStops = 400;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const opened = new WeakMap<Page, { options: PageOptions; errors: string[]; session: CDPSession }>();

/** Gives the Chromium of this process. Close its pages with `afterAll(() => browser.close())`. */
export async function openBrowser(): Promise<OpenBrowser> {
  const browser = await runningBrowser();
  const pages: Page[] = [];
  return {
    newPage: async (options = {}) => {
      const page = await newPage(browser, options);
      pages.push(page);
      return page;
    },
    close: async () => {
      await Promise.all(pages.map((page) => page.context().close()));
    },
  };
}

let running: Promise<Browser> | undefined;

// Starting Chromium takes a second, so the files of a worker use the same one. It ends with the worker.
async function runningBrowser(): Promise<Browser> {
  if (running && (await running).isConnected()) return running;
  running = findChromium().then((found) => chromium.launch({ ...found, args: flags }));
  return running;
}

/** Lists the errors on the page's console so far, refusals by the content security policy among them. */
export function consoleErrors(page: Page): string[] {
  return known(page).errors;
}

/** Gives the focused element; null where none has the focus. */
export async function focused(page: Page): Promise<Focus | null> {
  const { session } = known(page);
  const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' });
  if (!result.objectId) return null;
  const { objectId } = result;
  const { nodes } = await session.send('Accessibility.getPartialAXTree', { objectId, fetchRelatives: false });
  const [node] = nodes;
  if (!node || node.ignored || node.role?.value === 'RootWebArea') return null;
  return {
    role: String(node.role?.value ?? ''),
    name: String(node.name?.value ?? '')
      .replace(/\s+/g, ' ')
      .trim(),
  };
}

/** Presses Tab until the control of that name has the focus. Throws with the stops on the way if it never gets it. */
export async function tabTo(page: Page, name: Name, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Focus> {
  const stops: string[] = [];
  while (stops.length < mostStops) {
    await page.keyboard.press(key);
    const focus = await focused(page);
    if (focus && (name instanceof RegExp ? name.test(focus.name) : focus.name === name)) return focus;
    stops.push(focus?.name ?? '(page)');
    // After the last control the focus leaves the page and comes back to the first: twice means all the way round.
    if (stops.filter((stop) => stop === '(page)').length > 2) break;
  }
  throw new Error(`Tab does not lead to “${name}”. It stops at: ${stops.join(', ')}.`);
}

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

/** Lists the faults that axe finds on the page in its present state, by all its rules or by some. */
export async function axeViolations(page: Page, rules: string[] = []): Promise<string[]> {
  const { scripted, copy } = await scriptedPage(page);
  try {
    if (!(await scripted.evaluate(() => 'axe' in globalThis))) await scripted.evaluate(`${axe};0`);
    return await scripted.evaluate(async (some) => {
      const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
      // It would describe what is in order, too.
      const options = { resultTypes: ['violations'], ...(some.length > 0 && { runOnly: some }) };
      const { violations } = await axe.run(options);
      return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
    }, rules);
  } finally {
    await copy?.close();
  }
}

type AxeResults = { violations: { id: string; help: string; nodes: { html: string }[] }[] };

async function newPage(browser: Browser, options: PageOptions): Promise<Page> {
  const context = await browser.newContext({ ...settings(options), javaScriptEnabled: options.javaScript ?? true });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const errors: string[] = [];
  opened.set(page, { options, errors, session: await context.newCDPSession(page) });
  page.on('pageerror', (error) => void errors.push(String(error)));
  page.on('console', (message) => {
    // A page with status 422 or 403 is reported here too, and is no fault.
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) errors.push(message.text());
  });
  return page;
}

function settings({ baseUrl, width, colorScheme, reducedMotion }: PageOptions): BrowserContextOptions {
  return {
    viewport: { width: width ?? 1280, height },
    locale: 'es-EC',
    timezoneId: 'America/Guayaquil',
    ...(baseUrl && { baseURL: baseUrl.href }),
    ...(colorScheme && { colorScheme }),
    ...(reducedMotion && { reducedMotion }),
  };
}

// Copies a page without scripting into a context with scripting, which axe needs. The page's own scripts are blocked
// there, so that it looks the same.
async function scriptedPage(page: Page): Promise<{ scripted: Page; copy: BrowserContext | null }> {
  const { options } = known(page);
  const browser = page.context().browser();
  if (options.javaScript !== false || !browser) return { scripted: page, copy: null };
  const html = await page.content();
  const storageState = await page.context().storageState();
  const copy = await browser.newContext({ ...settings(options), storageState });
  const scripted = await copy.newPage();
  await scripted.route('**/*', (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) return route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
    return request.resourceType() === 'script' ? route.abort() : route.continue();
  });
  await scripted.goto(page.url());
  return { scripted, copy };
}

function known(page: Page) {
  const found = opened.get(page);
  if (!found) throw new Error('The page was not opened by openBrowser().');
  return found;
}
