import { type Browser, type BrowserContextOptions, type CDPSession, chromium, type Page } from 'playwright-core';
import { roomyMemory } from '../server/memory.ts';
import { findChromium } from './chromium.ts';

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
  // Playwright has the memory that its processes share in files on the disk, since many machines have little of the other.
  const ignoreDefaultArgs = roomyMemory() ? ['--disable-dev-shm-usage'] : [];
  running = findChromium().then((found) => chromium.launch({ ...found, args: flags, ignoreDefaultArgs }));
  return running;
}

/** Lists the errors on the page's console so far, refusals by the content security policy among them. */
export function consoleErrors(page: Page): string[] {
  return known(page).errors;
}

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

/** Gives the settings of a browser context for such pages. */
export function settings({ baseUrl, width, colorScheme, reducedMotion }: PageOptions): BrowserContextOptions {
  return {
    viewport: { width: width ?? 1280, height },
    locale: 'es-EC',
    timezoneId: 'America/Guayaquil',
    ...(baseUrl && { baseURL: baseUrl.href }),
    ...(colorScheme && { colorScheme }),
    ...(reducedMotion && { reducedMotion }),
  };
}

/** Gives what belongs to a page: how it was opened, its errors so far, and the protocol of its Chromium. */
export function known(page: Page) {
  const found = opened.get(page);
  if (!found) throw new Error('The page was not opened by openBrowser().');
  return found;
}
