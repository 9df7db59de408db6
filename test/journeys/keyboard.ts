import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeViolations } from '../support/browser/axe.ts';
import { consoleErrors, type OpenBrowser, type PageOptions } from '../support/browser/browser.ts';
import { pressAndLoad, pressAndSwap, type } from '../support/browser/keys.ts';
import { type Focus, focused, tabTo } from '../support/browser/tab.ts';
import type { CastUser } from '../support/stage/cast.ts';
import type { Stage } from '../support/stage/stage.ts';
import { focusStyle, tooWide, windowHeight } from './sight.ts';

/** Settings of the person's browser. Its window is low, so that a long page does not fit. */
export type Seat = Pick<PageOptions, 'javaScript' | 'width' | 'colorScheme'> & {
  /** Whether axe checks each page, which one journey to a page is enough for; true by default. */
  axe?: boolean;
};

const narrowest = 320;
const mostChoices = 60;
// The pages without faults that somebody of this process has seen at the same seat.
const judged = new Set<string>();
const skipLink = { role: 'link', name: 'Saltar al contenido' };

/** A person with a keyboard and no mouse. Every page is checked; `leave` throws with the faults. */
export class KeyboardUser {
  private readonly faults: string[] = [];

  readonly page: Page;
  readonly seat: Seat;

  private constructor(page: Page, seat: Seat) {
    this.page = page;
    this.seat = seat;
  }

  static async sitDown(browser: OpenBrowser, baseUrl: URL, seat: Seat = {}): Promise<KeyboardUser> {
    const page = await browser.newPage({ ...seat, baseUrl, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: seat.width ?? 1280, height: windowHeight });
    // A browser that is told to report its window for files only while the key is pressed may open it unreported.
    page.on('filechooser', () => {});
    return new KeyboardUser(page, seat);
  }

  /** Opens a browser in which a person has signed in already. */
  static async signedIn(browser: OpenBrowser, stage: Stage, person: CastUser, seat: Seat = {}): Promise<KeyboardUser> {
    const { cookies } = await stage.signedIn(person);
    const { baseUrl } = stage.site;
    const user = await KeyboardUser.sitDown(browser, baseUrl, seat);
    const session = { name: 'soce', value: cookies.get('soce') ?? '', url: baseUrl.href };
    await user.page.context().addCookies([session]);
    return user;
  }

  /** Closes the browser. Throws where a page was at fault, or its console had an error other than expected. */
  async leave(expected?: RegExp): Promise<void> {
    const lines = consoleErrors(this.page).filter((line) => !expected?.test(line));
    const said = lines.map((line) => `console: ${line}`);
    await this.page.context().close();
    expect([...new Set([...this.faults, ...said])]).toEqual([]);
  }

  /** Opens an address. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.lookOver();
  }

  /** Follows a link to another page. */
  async follow(name: string): Promise<void> {
    expect(await this.reach(name)).toEqual({ role: 'link', name });
    await pressAndLoad(this.page);
    await this.lookOver();
  }

  /** Presses a button that leads to another page. */
  async press(name: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    expect(await this.reach(name)).toEqual({ role: 'button', name });
    await pressAndLoad(this.page, key);
    await this.lookOver();
  }

  /** Presses a link or a button that swaps a part of the page, which without scripting leads to another page. */
  async swap(name: string): Promise<void> {
    await this.reach(name);
    await (this.seat.javaScript === false ? pressAndLoad(this.page) : pressAndSwap(this.page));
    await this.lookOver();
  }

  /** Follows the link to a file, which is downloaded; gives its name and its text. */
  async download(name: string): Promise<{ name: string; text: string }> {
    expect(await this.reach(name)).toEqual({ role: 'link', name });
    const [file] = await Promise.all([this.page.waitForEvent('download'), this.page.keyboard.press('Enter')]);
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  }

  /** Chooses a file of the person's machine in the field with this label. */
  async chooseFile(label: string, name: string, text: string): Promise<void> {
    await this.reach(labelled(label));
    const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
    // Playwright isn't told of the window that opens where scripting is off.
    if (this.seat.javaScript === false) return this.field(label).setInputFiles(file);
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.page.keyboard.press('Enter')]);
    await chooser.setFiles(file);
  }

  /** Ticks a box. */
  async tick(name: string): Promise<void> {
    expect(await this.reach(name)).toEqual({ role: 'checkbox', name });
    await this.page.keyboard.press('Space');
    expect(await this.page.getByLabel(name, { exact: true }).isChecked()).toBe(true);
  }

  /** Presses Tab until the control of that name has the focus, and checks that the focus is visible. */
  async reach(name: string | RegExp): Promise<Focus> {
    const focus = await tabTo(this.page, name);
    expect(await focusStyle(this.page), `the focus on “${focus.name}”`).toEqual({ shown: true, inView: true });
    return focus;
  }

  /** Lists all controls to which Tab leads, in order. */
  async stops(): Promise<string[]> {
    const names: string[] = [];
    for (let rounds = 0; rounds < 2; ) {
      await this.page.keyboard.press('Tab');
      const focus = await focused(this.page);
      if (!focus) rounds += 1;
      else if (rounds === 1) names.push(focus.name);
    }
    return names;
  }

  /** Fills in fields by their labels: types text, and selects choices with the arrow keys. */
  async fill(values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      const { role } = await this.reach(labelled(label));
      if (role === 'textbox' || role === 'searchbox') await type(this.page, value);
      else await this.choose(value);
    }
  }

  /** Chooses a radio button: reaches the first of the group by Tab and the others by arrow keys. */
  async pick(first: string, wanted: string): Promise<void> {
    expect(await this.reach(first)).toMatchObject({ role: 'radio' });
    for (let presses = 0; (await focused(this.page))?.name !== wanted; presses += 1) {
      expect(presses, `presses on the way to “${wanted}”`).toBeLessThan(mostChoices);
      await this.page.keyboard.press('ArrowDown');
    }
    expect(await this.page.getByRole('radio', { name: wanted, exact: true }).isChecked()).toBe(true);
  }

  async signIn({ ruc, userName, password }: Pick<CastUser, 'ruc' | 'userName' | 'password'>): Promise<void> {
    await this.fill({ Ruc: ruc, Usuario: userName, Contraseña: password });
    await this.press('Entrar');
  }

  /** Reads the message about the last action. */
  async said(): Promise<string> {
    return tidy(await this.page.getByRole('status').textContent());
  }

  /** Reads the values of fields by their labels. */
  async typed(...labels: string[]): Promise<Record<string, string>> {
    const values = labels.map(async (label) => [label, await this.field(label).inputValue()] as const);
    return Object.fromEntries(await Promise.all(values));
  }

  /** Locates the row with this head. */
  row(head: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: head, exact: true }) });
  }

  /** Checks that a part of the page shows all these words. */
  async shows(part: 'banner' | 'main', ...words: string[]): Promise<void> {
    const text = await this.page.getByRole(part).innerText();
    for (const word of words) expect(text).toContain(word);
  }

  /** Reads a row's text with single spaces. */
  async rowText(head: string): Promise<string> {
    return tidy(await this.row(head).innerText());
  }

  /** True where the whole row is in the window and the page is scrolled. */
  async isScrolledTo(head: string): Promise<boolean> {
    return this.row(head).evaluate((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return window.scrollY > 0 && top >= 0 && bottom <= window.innerHeight;
    });
  }

  private field(label: string): Locator {
    return this.page.getByLabel(labelled(label));
  }

  private async choose(wanted: string): Promise<void> {
    await this.page.keyboard.press('Home');
    for (let presses = 0; (await chosen(this.page)) !== wanted; presses += 1) {
      expect(presses, `presses on the way to “${wanted}”`).toBeLessThan(mostChoices);
      await this.page.keyboard.press('ArrowDown');
    }
  }

  /** Checks the open page: axe finds no fault, nothing is wider than a phone, and the skip link comes first. */
  private async lookOver(): Promise<void> {
    const { page, seat } = this;
    const { pathname, hash, searchParams } = new URL(page.url());
    const width = seat.width ?? 1280;
    const wide = width <= 360 ? await tooWide(page, [narrowest, width]) : [];
    for (const fault of [...(await this.axeFinds()), ...wide]) this.faults.push(`${pathname}: ${fault}`);
    // The page itself has moved the focus, and the person goes on from there.
    if (hash !== '' || (await focused(page)) !== null) return;
    // The page for the printer has no skip link.
    if (searchParams.has('imprimir')) return;
    await page.keyboard.press('Tab');
    expect(await focused(page), pathname).toEqual(skipLink);
    expect(await focusStyle(page), 'the skip link').toEqual({ shown: true, inView: true });
  }

  /** Lists the faults that axe finds; none for a page that is the same as an earlier one except for its tokens. */
  private async axeFinds(): Promise<string[]> {
    const { axe = true, ...look } = this.seat;
    if (!axe) return [];
    const html = (await this.page.content()).replace(/value="[\w-]{22,43}"/g, '');
    const seen = `${JSON.stringify(look)} ${html}`;
    if (judged.has(seen)) return [];
    const faults = await axeViolations(this.page);
    if (faults.length === 0) judged.add(seen);
    return faults;
  }
}

/** Matches the accessible name of a field with this label, compulsory or not. */
export function labelled(label: string): RegExp {
  return new RegExp(`^${label.replace(/\?/g, '\\$&')}( ?\\*)?$`);
}

function chosen(page: Page): Promise<string | undefined> {
  return page.evaluate(() => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.text);
}

function tidy(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}
