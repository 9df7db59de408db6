import { HtmlValidate } from 'html-validate';
import type { Page } from 'playwright-core';
import { axeViolations } from '../support/browser/axe.ts';
import { tooWide } from './sight.ts';

const mostStops = 150;

/** The rules whose result depends on colours and sizes, for the looks after the first. */
const ofLooks = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'];

/** Lists what axe finds in the light, in the dark and at 320 px, and what forced colours spoil. */
export async function looks(page: Page): Promise<string[]> {
  const faults = told('claro', await axeViolations(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  faults.push(...told('oscuro', await axeViolations(page, ofLooks)));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 800 });
  faults.push(...told('320 px', await axeViolations(page, ofLooks)), ...told('320 px', await tooWide(page, [320])));
  await page.setViewportSize({ width: 1280, height: 800 });
  // axe reads the contrast from the page's own colours even where the browser forces others.
  await page.emulateMedia({ forcedColors: 'active' });
  faults.push(...told('colores forzados', await page.evaluate(spoiltByForcedColors)));
  await page.emulateMedia({ forcedColors: 'none' });
  return faults;
}

/** Lists what does not fit the window where the text is twice as large. */
export async function largeText(page: Page): Promise<string[]> {
  const size = (percent: string) =>
    page.evaluate((value) => {
      document.documentElement.style.fontSize = value;
    }, percent);
  await size('200%');
  const faults = [...(await tooWide(page, [1280])), ...(await page.evaluate(cutOff))];
  await page.setViewportSize({ width: 1280, height: 800 });
  await size('');
  return told('texto al 200 %', faults);
}

/** Lists where Tab goes back in the page, stays, or puts the focus out of sight or under something else. */
export async function keyboard(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 1280, height: 600 });
  await page.evaluate(watchFocus, mostStops);
  const { stops } = await page.evaluate(() => ({ stops: window.walk.expected.length }));
  for (let press = 0; press < Math.min(stops + 2, mostStops); press += 1) await page.keyboard.press('Tab');
  const faults = await page.evaluate(() => window.walk.faults());
  await page.setViewportSize({ width: 1280, height: 800 });
  return told('teclado', faults);
}

/** Lists the controls that are left on paper. */
export async function paper(page: Page): Promise<string[]> {
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  const left = await page
    .locator('button, select, input:not([type=hidden]), nav a, [role=search], .toolbar a, .skip')
    .filter({ visible: true })
    .evaluateAll((controls) => controls.map((control) => control.outerHTML.slice(0, 100)));
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  return told('papel', left);
}

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  elements: ['html5', { input: { attributes: { passwordrules: {} } } }],
  rules: {
    // HTML allows to leave out end tags of cells and items; fifty rows are lighter so.
    'no-implicit-close': 'off',
    // As the server writes it; browsers read any.
    'doctype-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-inline-style': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'long-title': 'off',
  },
});

/** Lists what is no valid HTML. */
export async function validity(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, selector }) => `HTML: ${ruleId}: ${message} (${selector})`),
  );
}

/**
 * Lists what a browser without the script would be promised in vain: Firefox 68 gets none of it, as its one file fails
 * whole there (U2).
 */
export function promises(html: string): string[] {
  const faults: string[] = [];
  const scripts = html.match(/<script\b[^>]*>/g) ?? [];
  if (scripts.length !== 1 || !/ src="[^"]+" defer/.test(scripts[0] ?? '')) faults.push(`scripts: ${scripts}`);
  for (const words of ['<button type="button"', 'Mostrar contraseña', 'pulse una tecla', 'toque la página']) {
    if (html.includes(words)) faults.push(words);
  }
  return told('sin scripts', faults);
}

function told(look: string, faults: string[]): string[] {
  return faults.map((fault) => `${look}: ${fault}`);
}

// Lists what keeps a colour of its own, and transparent borders so wide that they show as bars.
function spoiltByForcedColors(): string[] {
  const canvas = getComputedStyle(document.body).backgroundColor;
  return [...document.body.querySelectorAll('*')].flatMap((one) => {
    const style = getComputedStyle(one);
    const wide = (side: 'Left' | 'Right' | 'Top' | 'Bottom') =>
      Number.parseFloat(style[`border${side}Width`]) > 10 && style[`border${side}Color`] !== canvas;
    const faults = [
      style.forcedColorAdjust === 'none' && 'keeps its colours',
      (['Left', 'Right', 'Top', 'Bottom'] as const).some(wide) && 'has borders like bars',
    ];
    return faults.filter(Boolean).map((fault) => `${fault}: <${one.localName} class="${one.className}">`);
  });
}

// Lists texts that their box cuts off.
function cutOff(): string[] {
  return [...document.body.querySelectorAll<HTMLElement>('button, a, th, td, label, p, li, h1, h2')]
    .filter((one) => getComputedStyle(one).overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1)
    .map((one) => `cut off: ${one.outerHTML.slice(0, 80)}`);
}

declare global {
  interface Window {
    walk: { expected: Element[]; faults(): string[] };
  }
}

// Notes where the focus is after each Tab, compared with the order in which the page is read.
function watchFocus(mostStops: number): void {
  const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const group = (one: Element) => one instanceof HTMLInputElement && one.type === 'radio' && one.name;
  const shown = [...document.querySelectorAll<HTMLElement>(controls)].filter(
    (one) =>
      one.getClientRects().length > 0 && !one.matches(':disabled') && getComputedStyle(one).visibility !== 'hidden',
  );
  // Of a group of radio buttons Tab reaches the chosen one, or the first.
  const expected = shown.filter((one) => {
    const name = group(one);
    if (!name) return true;
    const all = shown.filter((other) => group(other) === name && other.closest('form') === one.closest('form'));
    return one === (all.find((other) => (other as HTMLInputElement).checked) ?? all[0]);
  });
  const reached: Element[] = [];
  const faults: string[] = [];
  const name = (one: Element) => `${one.outerHTML.replace(/value="[^"]*"/, '').slice(0, 90)}`;
  (document.activeElement as HTMLElement)?.blur();
  window.getSelection()?.removeAllRanges();
  document.addEventListener('keyup', () => {
    const one = document.activeElement as HTMLElement;
    if (!one || one === document.body) return;
    reached.push(one);
    const { left, top, width, height, bottom, right } = one.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth)
      return void faults.push(`out of sight: ${name(one)}`);
    const at = document.elementFromPoint(left + Math.min(width / 2, 200), Math.max(top, 0) + Math.min(height / 2, 20));
    const label = (one as HTMLInputElement).labels?.[0];
    if (at && !one.contains(at) && !at.contains(one) && !label?.contains(at)) {
      faults.push(`covered by ${name(at)}: ${name(one)}`);
    }
    const { outlineStyle, boxShadow } = getComputedStyle(one);
    if (outlineStyle === 'none' && boxShadow === 'none') faults.push(`no frame of focus: ${name(one)}`);
  });
  window.walk = {
    expected,
    faults: () => {
      // A refused page begins at its summary, from where Tab comes round to what stands before it.
      const start = expected.indexOf(reached[0] as HTMLElement);
      const round = [...expected.slice(start), ...expected.slice(0, start)];
      const wrong = round.findIndex((one, index) => reached[index] !== one);
      if (start < 0 || wrong < 0 || wrong >= mostStops) return faults;
      const [one, other] = [round[wrong], reached[wrong]];
      return [...faults, `Tab leads to ${other ? name(other) : 'nothing'} in place of ${one && name(one)}`];
    },
  };
}
