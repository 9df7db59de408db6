import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const pages = [
  '/inicio',
  '/administracion/contactos',
  '/administracion/contactos/incidencias',
  '/administracion/usuarios',
  '/datos-generales/info-usuario',
  '/datos-generales/sesiones',
];

onStage('A day', (stage) => {
  test('never breaks over two lines, on a screen of any width and on paper', async () => {
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { axe: false });
    let days = 0;
    for (const path of pages) {
      await user.open(path);
      for (const width of [320, 333, 347, 360, 400, 500, 700, 1280]) {
        await user.page.setViewportSize({ width, height: 800 });
        for (const media of ['screen', 'print'] as const) {
          await user.page.emulateMedia({ media });
          const [seen, broken] = await user.page.evaluate(brokenDays);
          expect(broken, `${path} at ${width} px on ${media}`).toEqual([]);
          days += seen;
        }
      }
    }
    expect(days).toBeGreaterThan(100);
    await user.leave();
  });
});

/** Counts the days in the visible text, and lists the lines of those that stand on more than one line. */
function brokenDays(): [number, string[]] {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const broken: string[] = [];
  let seen = 0;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (const { 0: day, index } of text.nodeValue?.matchAll(/\d{4}-\d{2}-\d{2}/g) ?? []) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + day.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 0) seen += 1;
      if (lines.size > 1) broken.push(text.nodeValue ?? '');
    }
  }
  return [seen, broken];
}
