import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { axeViolations, openBrowser } from '../support/browser/browser.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';
import { sheetTexts } from './pdf-text.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const contacts = '/administracion/contactos';
const date = 'Miércoles 6 de Abril de 2022';
/** The headings that sort the list, which are links on the screen and plain words on paper. */
const heads = ['Nombres', 'Fecha Ingreso', 'Fecha Salida'];

onStage('The list of contacts', (stage) => {
  beforeAll(async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (const surname of Array(50).fill('Muñoz')) await addContact(scope, newcomer(surname, 'Mateo'));
  });

  test.each([true, false])(
    'is printed with entity and date on each sheet, and without navigation (scripting %s)',
    async (javaScript) => {
      const user = await atTheList(stage, { javaScript }, '?filas=100');
      const { page } = user;
      expect(await controls(page)).toContain('Agregar Contacto');
      await page.emulateMedia({ media: 'print' });
      expect(await controls(page)).toEqual(heads);
      const sheets = sheetTexts(await page.pdf({ format: 'A4' }));
      expect(sheets.length).toBeGreaterThan(1);
      for (const [index, sheet] of sheets.entries()) {
        for (const words of [stage.quito.name, stage.quito.ruc, date, `${index + 1} / ${sheets.length}`]) {
          expect(sheet).toContain(words.replaceAll(' ', ''));
        }
      }
      const everything = sheets.join('');
      for (const words of ['SalgadoAmparo', 'ÑacatoDiana', 'VeraÓscar', 'Num', 'Cargo'])
        expect(everything).toContain(words);
      for (const words of ['Cerrar', 'Agregar', 'Editar', 'Buscar', 'Ayuda']) expect(everything).not.toContain(words);
      await user.leave();
    },
  );

  test('is printed by “Imprimir” with scripting', async () => {
    const user = await atTheList(stage);
    const { page } = user;
    const printed = vi.fn();
    await page.exposeFunction('printed', () => printed());
    await page.evaluate(() => Object.assign(window, { print: Reflect.get(window, 'printed') }));
    await user.reach('Imprimir');
    await page.keyboard.press('Enter');
    await expect.poll(() => printed.mock.calls.length).toBe(1);
    expect(page.url()).toMatch(/contactos$/);
    await user.leave();
  });

  test('has a page for printing without scripting, with a link back', async () => {
    const user = await atTheList(stage, { javaScript: false, width: 360 }, '?filas=100');
    const { page } = user;
    await user.follow('Imprimir');
    expect(page.url()).toMatch(/\?filas=100&imprimir=1$/);
    const { quito } = stage;
    const text = await page.locator('body').innerText();
    for (const words of [quito.name, quito.ruc, date, 'Salgado Amparo']) expect(text).toContain(words);
    expect(await controls(page)).toEqual(['Regresar', ...heads]);
    expect(await axeViolations(page)).toEqual([]);
    await user.follow('Regresar');
    expect(new URL(page.url()).pathname).toBe(contacts);
    await user.leave();
  });
});

async function atTheList(stage: Stage, seat: Seat = {}, query = ''): Promise<KeyboardUser> {
  const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { ...seat, axe: false });
  await user.open(`${contacts}${query}`);
  return user;
}

/** Lists the visible controls and links. */
async function controls(page: Page): Promise<string[]> {
  const roles = ['link', 'button', 'textbox', 'searchbox', 'combobox'] as const;
  const seen = roles.map((role) => page.getByRole(role).filter({ visible: true }).allInnerTexts());
  return (await Promise.all(seen)).flat();
}
