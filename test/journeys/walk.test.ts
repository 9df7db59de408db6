import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { consoleErrors, openBrowser } from '../support/browser/browser.ts';
import { Visitor } from '../support/browser/visitor.ts';
import { onMailStage } from '../support/stage/stage.ts';
import { keyboard, largeText, looks, paper, promises, validity } from './walk-checks.ts';
import { type Place, placesOf } from './walk-places.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

test.each([
  [validity, '<input type="radio" autocomplete="off">', 'autocomplete'],
  [validity, '<p><div></div></p>', 'HTML: '],
  [promises, '<button type="button">Mostrar</button>', 'sin scripts: '],
] as const)('Bad HTML is found by %o: %s', async (check, html, fault) => {
  expect((await check(`<!DOCTYPE html><html lang="es"><title>T</title><body>${html}</body></html>`)).join()).toContain(
    fault,
  );
});

test.each([
  [looks, '<p style="color: #777; background: #888">palabra</p>', 'claro: color-contrast'],
  [looks, '<p style="width: 400px">x</p>', '320 px: '],
  [looks, '<p style="border-left: 20px solid transparent">x</p>', 'colores forzados: has borders like bars'],
  [looks, '<p style="forced-color-adjust: none">x</p>', 'colores forzados: keeps its colours'],
  [largeText, '<p style="width: 50rem">x</p>', 'texto al 200 %: '],
  [largeText, '<p style="overflow: hidden; width: 6em; font-size: 1rem; width: 60px">Palabra</p>', 'cut off'],
  [keyboard, '<a href="#a">a</a><a href="#b" tabindex="1">b</a><a href="#c">c</a>', 'teclado: Tab leads to'],
  [keyboard, '<a href="#a" style="outline: 0">a</a>', 'teclado: no frame of focus'],
  [keyboard, '<a href="#a" style="position: absolute; left: -999px">a</a>', 'teclado: out of sight'],
  [
    keyboard,
    '<a href="#a">a</a><div style="position: fixed; top: 0; left: 0; width: 100%; height: 99px; background: red"></div>',
    'teclado: covered by',
  ],
  [paper, '<button type="button">x</button>', 'papel: '],
] as const)('A bad page is found by %o: %s', async (check, html, fault) => {
  const page = await browser.newPage();
  await page.setContent(`<!DOCTYPE html><html lang="es"><title>T</title><body>${html}</body></html>`);
  expect((await check(page)).join('\n')).toContain(fault);
  await page.context().close();
});

onMailStage('A walk over all pages', (stage) => {
  test('finds nothing amiss', { timeout: 300_000 }, async () => {
    const places = await placesOf(stage);
    // The same fault of many pages is told once.
    const faults = new Map<string, string[]>();
    // One browser for all, because axe runs at half the speed in a new one; each place finds it without cookies.
    const page = await browser.newPage({ baseUrl: stage.site.baseUrl, reducedMotion: 'reduce' });
    for (const place of places) {
      await stage.forgetGuesses();
      await page.context().clearCookies();
      for (const fault of await faultsAt(page, place)) faults.set(fault, [...(faults.get(fault) ?? []), place.name]);
    }
    expect([...faults].map(([fault, names]) => `${fault} · ${names.length} pages, first ${names[0]}`)).toEqual([]);
  });

  async function faultsAt(page: Page, { path, who, refused, brief }: Place): Promise<string[]> {
    const { baseUrl } = stage.site;
    const visitor = who instanceof Visitor ? who : who ? await stage.browserOf(who) : stage.visitor();
    if (refused && !who) await visitor.open('/ingreso');
    const pairs = visitor.cookies.header(new URL(path, baseUrl))?.split('; ') ?? [];
    const cookies = pairs
      .map((pair) => pair.split(/=(.*)/s))
      .map(([name = '', value = '']) => ({ name, value, url: baseUrl.href }));
    await page.context().addCookies(cookies);
    let answer = await page.goto(refused ? '/ayuda/contactos' : path);
    if (refused) {
      [answer] = await Promise.all([page.waitForNavigation(), page.evaluate(send, { path, token: visitor.token })]);
    }
    const html = (await answer?.text()) ?? '';
    if (new URL(page.url()).pathname !== new URL(path, baseUrl).pathname) return [`leads to ${page.url()}`];
    if (brief) return validity(html);
    // The page of all controls shows buttons that do nothing.
    const faults = [...(await validity(html)), ...(path === '/estilo' ? [] : promises(html))];
    faults.push(...(await looks(page)), ...(await keyboard(page)));
    // A refused form differs from its page in a summary.
    if (!refused) faults.push(...(await largeText(page)), ...(await paper(page)));
    return [...faults, ...consoleErrors(page).splice(0)];
  }
});

// Sends a form without values.
function send({ path, token }: { path: string; token: string }): void {
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', action: path });
  form.innerHTML = `<input type="hidden" name="_token" value="${token}">`;
  document.body.append(form);
  form.submit();
}
