import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { known, type PageOptions, settings } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Lists the faults that axe finds on the page in its present state, by all its rules or by some. */
export async function axeViolations(page: Page, rules: string[] = []): Promise<string[]> {
  const { scripted, session } = await scriptedPage(page);
  // Half a megabyte, which Playwright would pack several times on the way.
  if (!(await scripted.evaluate(() => 'axe' in globalThis)))
    await session.send('Runtime.evaluate', { expression: axe });
  return await scripted.evaluate(async (some) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    // It would describe what is in order, too, and fetch the style sheet for a rule that is off: a third of its time.
    const options = { resultTypes: ['violations'], preload: false, ...(some.length > 0 && { runOnly: some }) };
    const { violations } = await axe.run(options);
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  }, rules);
}

type AxeResults = { violations: { id: string; help: string; nodes: { html: string }[] }[] };

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
