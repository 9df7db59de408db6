import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { focused } from '../support/browser/tab.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const list = '/administracion/contactos';

onStage('A list with scripting', (stage) => {
  beforeAll(async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (let count = 0; count < 25; count++) await addContact(scope, newcomer('Muñoz', 'Mateo'));
  });

  test('is sorted, turned and filtered in place, and address, title, message, focus and "Imprimir" follow', async () => {
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator);
    const { page } = user;
    await user.open(list);
    let loads = 0;
    page.on('domcontentloaded', () => loads++);
    const query = () => new URL(page.url()).search;

    await user.reach('Nombres');
    await page.keyboard.press('Enter');
    await expect.poll(query).toBe('?orden=nombres');
    await expect.poll(() => user.said()).toBe('30 contactos · página 1 de 2 · por nombre, de la A a la Z');
    expect(await focused(page)).toMatchObject({ name: 'Nombres' });
    expect(await page.getByRole('link', { name: 'Imprimir' }).getAttribute('href')).toContain('orden=nombres');

    await page.getByRole('link', { name: '2', exact: true }).click();
    await expect.poll(query).toBe('?orden=nombres&pagina=2');
    await expect.poll(() => page.title()).toBe('Contactos (página 2 de 2) · SOCE Usuarios');

    await page.getByLabel('Nombre, identificación o usuario').fill('ñacato');
    await page.keyboard.press('Enter');
    await expect.poll(() => user.said()).toContain('1 de 30 contactos');
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(await page.locator('#mensaje').evaluate((message) => getComputedStyle(message).opacity)).toBe('0');

    await page.getByLabel('Nombre, identificación o usuario').fill('<b>ñ</b>');
    await page.keyboard.press('Enter');
    await expect.poll(() => user.said()).toContain('Ningún contacto coincide con «<b>ñ</b>».');
    expect(await page.locator('#mensaje *').count()).toBe(0);
    expect(loads).toBe(0);
    await page.goBack();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);

    await page.goBack();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(10);
    await user.leave();
  });

  test('tells a wrong day at the top of what is swapped, with the focus there, and swaps on once it is mended', async () => {
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator);
    const { page } = user;
    await user.open(`${list}/incidencias?buscar=mateo`);
    let loads = 0;
    page.on('domcontentloaded', () => loads++);

    await page.getByLabel('Desde').fill('31/06/2022');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.title()).toMatch(/^Error: Incidencias: «mateo»/);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Desde: escriba una fecha');
    expect(await user.said()).not.toContain('incidencias');

    await page.getByLabel('Desde').fill('2022-04-07');
    await page.keyboard.press('Enter');
    await expect.poll(() => user.said()).toContain('0 de ');
    expect(await page.title()).toBe('Incidencias: «mateo» · SOCE Usuarios');
    expect(loads).toBe(0);
    await user.leave(/422/);
  });
});
