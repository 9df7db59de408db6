import { afterAll, expect, test } from 'vitest';
import { axeViolations } from './axe.ts';
import { consoleErrors, openBrowser } from './browser.ts';
import { startSite } from './client.ts';
import { pressAndLoad, type } from './keys.ts';
import { focused, tabTo } from './tab.ts';
import { toyApp } from './toy-app.ts';

const site = await startSite(() => toyApp(), { weigh: false });
const browser = await openBrowser();
afterAll(async () => {
  await browser.close();
  await site.close();
});

test.each([true, false])(
  'Chromium fills in and sends a form with the keyboard alone (scripting %s)',
  async (javaScript) => {
    const page = await browser.newPage({ javaScript, baseUrl: site.baseUrl });
    await page.goto('/formulario');
    await tabTo(page, /^Primer Nombre/);
    await type(page, 'Íñigo Núñez');
    expect(await tabTo(page, 'Guardar')).toEqual({ role: 'button', name: 'Guardar' });
    await expect(tabTo(page, 'Borrar todo')).rejects.toThrow(/It stops at: .*Buscar ahora/);
    await tabTo(page, 'Guardar', 'Shift+Tab');
    await pressAndLoad(page);
    expect(await page.textContent('main')).toContain('nombre=Íñigo Núñez');
    expect(await focused(page)).toBeNull();
    await page.context().close();
  },
);

test.each([
  ['out of the order', (button: HTMLElement) => button.setAttribute('tabindex', '-1')],
  ['gone', (button: HTMLElement) => button.remove()],
  ['called otherwise', (button: HTMLElement) => button.setAttribute('aria-label', 'Grabar')],
] as const)('Tab does not lead to a control a second time that is %s meanwhile', async (_, change) => {
  const page = await browser.newPage({ baseUrl: site.baseUrl });
  await page.goto('/formulario');
  for (let time = 0; time < 2; time += 1) {
    expect(await tabTo(page, 'Guardar')).toEqual({ role: 'button', name: 'Guardar' });
  }
  await page.getByRole('button', { name: 'Guardar', exact: true }).evaluate(change);
  await expect(tabTo(page, 'Guardar')).rejects.toThrow('Tab does not lead to “Guardar”');
  await page.context().close();
});

test.each([true, false])(
  'axe finds faults of a page in spite of its content security policy (scripting %s)',
  async (javaScript) => {
    const page = await browser.newPage({ javaScript, baseUrl: site.baseUrl, width: 320 });
    await page.goto('/formulario');
    expect(await axeViolations(page)).toEqual([]);
    await page.locator('label[for=n]').evaluate((label) => label.remove());
    expect((await axeViolations(page)).join()).toContain('label: ');
    expect(consoleErrors(page)).toEqual([]);
    await page.context().close();
  },
);

test('Chromium has a font with glyphs for accented letters and ñ', async () => {
  const page = await browser.newPage({ baseUrl: site.baseUrl });
  await page.goto('/galletas');
  const widths = await page.evaluate(() => {
    const brush = document.createElement('canvas').getContext('2d');
    if (!brush) return [];
    brush.font = '40px sans-serif';
    return ['ñ', 'Ñ', 'á', '\uffff'].map((letter) => {
      brush.clearRect(0, 0, 100, 100);
      brush.fillText(letter, 10, 60);
      return brush.getImageData(0, 0, 100, 100).data.join();
    });
  });
  expect(new Set(widths).size).toBe(4);
  await page.context().close();
});
