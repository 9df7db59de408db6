import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, type BrowserContextOptions, type CDPSession, chromium, type Page } from 'playwright-core';
import { pathPattern } from '../lint/weights.ts';
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
  return { role: String(node.role?.value ?? ''), name: tidy(node.name?.value) };
}

type TabKey = 'Tab' | 'Shift+Tab';

// The ways that this process has walked by Tab, stop by stop: to which control of which page.
const walked = new Set<string>();

/**
 * Presses Tab until the control of that name has the focus. Throws with the stops on the way if it never gets it. Each
 * way through a page of one width is walked from stop to stop once; after that only its last step is, from the stop before
 * the control.
 */
export async function tabTo(page: Page, name: Name, key: TabKey = 'Tab'): Promise<Focus> {
  const title = await page.title();
  // Without the message about the last action, which the page gets beside its name.
  const pageName = [title.startsWith('Error: '), ...title.split(' · ').slice(-2)];
  const way = [key, name, known(page).options.width, pathPattern(page.url()), ...pageName].join(' ');
  const focus = walked.has(way) ? await lastStep(page, name, key) : null;
  if (focus) return focus;
  const reached = await wholeWay(page, name, key);
  walked.add(way);
  return reached;
}

async function wholeWay(page: Page, name: Name, key: TabKey): Promise<Focus> {
  const { session } = known(page);
  const stops: string[] = [];
  const names = new Map(
    (await accessibleNodes(session)).map((node) => [node.backendDOMNodeId, tidy(node.name?.value)]),
  );
  while (stops.length < mostStops) {
    await page.keyboard.press(key);
    const passed = names.get(await focusedNode(session));
    if (passed && !isNamed(passed, name)) {
      stops.push(passed);
      continue;
    }
    const focus = await focused(page);
    if (focus && isNamed(focus.name, name)) return focus;
    stops.push(focus?.name ?? '(page)');
    // After the last control the focus leaves the page and comes back to the first: twice means all the way round.
    if (stops.filter((stop) => stop === '(page)').length > 2) break;
  }
  throw new Error(`Tab does not lead to “${name}”. It stops at: ${stops.join(', ')}.`);
}

async function focusedNode(session: CDPSession): Promise<number | undefined> {
  const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' });
  if (!result.objectId) return undefined;
  const { node } = await session.send('DOM.describeNode', { objectId: result.objectId });
  return node.backendNodeId;
}

// Lists the nodes to which assistive technology may give the focus. Asked for at each stop, Chromium would make the tree
// of all of them each time.
async function accessibleNodes(session: CDPSession) {
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes.filter(
    ({ role, properties = [] }) =>
      role?.value !== 'RootWebArea' && properties.some((one) => one.name === 'focusable' && one.value.value === true),
  );
}

// Goes back by one from the only control of that name and to it again; null where that does not lead to it.
async function lastStep(page: Page, name: Name, key: TabKey): Promise<Focus | null> {
  const { session } = known(page);
  const nodes = await accessibleNodes(session);
  const [only, ...others] = nodes.filter((node) => isNamed(tidy(node.name?.value), name));
  if (!only?.backendDOMNodeId || others.length > 0) return null;
  await session.send('DOM.focus', { backendNodeId: only.backendDOMNodeId });
  await page.keyboard.press(key === 'Tab' ? 'Shift+Tab' : 'Tab');
  await page.keyboard.press(key);
  const focus = await focused(page);
  return focus && isNamed(focus.name, name) ? focus : null;
}

function isNamed(found: string, name: Name): boolean {
  return name instanceof RegExp ? name.test(found) : found === name;
}

function tidy(text: unknown): string {
  return String(text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
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
  const { scripted, session } = await scriptedPage(page);
  // Half a megabyte, which Playwright would pack several times on the way.
  if (!(await scripted.evaluate(() => 'axe' in globalThis)))
    await session.send('Runtime.evaluate', { expression: axe });
  return await scripted.evaluate(async (some) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    // It would describe what is in order, too.
    const options = { resultTypes: ['violations'], ...(some.length > 0 && { runOnly: some }) };
    const { violations } = await axe.run(options);
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  }, rules);
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

type Scripted = { scripted: Page; session: CDPSession };
type Copier = Scripted & { show(html: string): void };

// For each kind of window the page into which pages without scripting are copied: in a new one axe runs at half the speed.
const copiers = new Map<string, Copier>();

// Copies a page without scripting into a context with scripting, which axe needs. The page's own scripts are blocked
// there, so that it looks the same.
async function scriptedPage(page: Page): Promise<Scripted> {
  const { options, session } = known(page);
  const browser = page.context().browser();
  if (options.javaScript !== false || !browser) return { scripted: page, session };
  const { baseUrl: _, ...look } = options;
  const kind = JSON.stringify(look);
  const copier = copiers.get(kind) ?? (await newCopier(browser, options));
  copiers.set(kind, copier);
  copier.show(await page.content());
  // From an address that differs in its fragment alone, the page would stay as it is.
  await copier.scripted.goto('about:blank');
  await copier.scripted.goto(page.url());
  return copier;
}

async function newCopier(browser: Browser, options: PageOptions): Promise<Copier> {
  const context = await browser.newContext(settings(options));
  const scripted = await context.newPage();
  const session = await context.newCDPSession(scripted);
  let shown = '';
  await scripted.route('**/*', (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) return route.fulfill({ body: shown, contentType: 'text/html; charset=utf-8' });
    return request.resourceType() === 'script' ? route.abort() : route.continue();
  });
  return {
    scripted,
    session,
    show: (html) => {
      shown = html;
    },
  };
}

function known(page: Page) {
  const found = opened.get(page);
  if (!found) throw new Error('The page was not opened by openBrowser().');
  return found;
}
