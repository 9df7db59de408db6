import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { addCrowd } from '../support/stage/crowd.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

onStage('The search for the contact of a new user, on a phone', (stage) => {
  beforeAll(() => addCrowd(stage.database.owner, stage.quito.ruc, 6, 100));

  test.each([
    ['with', true],
    ['without', false],
  ])('keeps the user name and leads to the contact found, %s scripting', async (_, javaScript) => {
    const seat = { width: 360, javaScript };
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);
    const { page } = user;
    const password = page.getByLabel('Contraseña', { exact: true });
    await user.open('/administracion/usuarios/nuevo');
    await user.fill({ Usuario: 'teclado01', 'Buscar contacto': 'gente 0077' });
    if (javaScript) {
      await password.fill('temporal');
      await page.getByRole('button', { name: 'Buscar', exact: true }).focus();
    }
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => (document.activeElement as HTMLSelectElement).selectedOptions?.[0]?.text);
    await expect.poll(focused).toBe('Zambrano Muñoz Gente 0077');
    expect(await page.getByLabel('Usuario', { exact: true }).inputValue()).toBe('teclado01');
    expect(await password.inputValue()).toBe(javaScript ? 'temporal' : '');
    await user.leave();
  });
});
