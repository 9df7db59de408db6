import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { csvOf, personLine } from '../support/stage/imports.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

onStage('A file of contacts, on a phone', (stage) => {
  beforeAll(() => stage.queue.start());

  test.each([
    ['with', true],
    ['without', false],
  ])('is corrected, imported and found again by keyboard alone, %s scripting', async (_, javaScript) => {
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { width: 360, javaScript });
    const line = personLine();
    const choose = (cargo: string) =>
      user.page.getByLabel('Archivo').setInputFiles({
        name: 'personas.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(csvOf([{ ...line, Cargo: cargo }])),
      });
    await user.open('/administracion/contactos');
    await user.follow('Importar contactos');
    await user.press('Revisar');
    await user.shows('main', 'elija un archivo CSV o XLSX de su equipo');
    await choose('Astronauta');
    await user.press('Revisar');
    await user.shows('main', 'Con errores\n1', 'Cargo: elija una de las opciones.');
    await user.follow('Elegir otro archivo');
    await choose('Analista');
    await user.press('Revisar');
    await user.shows('main', 'Nuevos\n1', 'Con errores\n0');
    await user.reach('Importar');
    await user.page.keyboard.press('Enter');
    // The page comes anew by itself. The next load that is waited for has to be another page's.
    await expect.poll(() => user.page.getByRole('main').textContent(), { timeout: 20_000 }).toContain('terminó');
    await user.page.waitForLoadState();
    await user.follow('Importaciones');
    await user.shows('main', 'personas.csv', 'Terminada', 'Revisada');
    await user.leave(/422/);
  });
});
