import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, civilDate } from '../../src/domain/civil-date.ts';
import { openBrowser } from '../support/browser/browser.ts';
import { focused } from '../support/browser/tab.ts';
import { addContact, newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import { leaveUndelivered } from '../support/stage/mail-queue.ts';
import { onStage } from '../support/stage/stage.ts';
import { atDesk, box, contacts, coveredFocus, desk, inWindow, phone, sideways, users } from './layout.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

onStage('A list', (stage) => {
  beforeAll(async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    const long = { secondName: 'Estefanía', maternalSurname: 'Egas' };
    for (let count = 0; count < 25; count++) await addContact(scope, newcomer('De la Torre', 'Gabriela', long));
    const later = { secondName: 'Rigoberto', maternalSurname: 'Tigre', from: '2031-01-01' };
    await addContact(scope, newcomer('Quinde', 'Ángel', later));
    const busy = { position: 'Administrador de Contrato', maternalSurname: 'Cabascango', secondName: 'Alexandra' };
    await addContact(scope, newcomer('Farinango', 'Sisa', { ...busy, until: addDays(civilDate(stage.clock.now), 12) }));
    await addContact(scope, newcomer('Reinoso', 'Verónica', { ...busy, from: '2031-01-01', until: '2031-12-31' }));
    await someone(stage, { state: 'temporary' });
    // The mail of whose reset was given up.
    await leaveUndelivered(stage, await someone(stage));
  });

  test.each([
    ['contacts', contacts, desk, 180, 44],
    ['users', users, desk, 180, 44],
    ['contacts', `${contacts}?filas=50`, phone, 245, 130],
    ['users', users, phone, 245, 160],
  ])('of %s (%s) begins high in a window of %o, in rows of a line', async (_, path, size, top, highest) => {
    const { page } = await atDesk(browser, stage, path, size);
    expect(await page.locator('h1').evaluate((head) => head.getBoundingClientRect().top)).toBeLessThanOrEqual(top);
    const heights = await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.clientHeight));
    expect(heights.length).toBeGreaterThan(3);
    expect(Math.max(...heights)).toBeLessThanOrEqual(highest);
    await page.context().close();
  });

  test('keeps its actions in view on a large screen, and one skip away', async () => {
    const user = await atDesk(browser, stage, contacts, desk);
    expect(await inWindow(user.page, 'Agregar Contacto')).toBe(true);
    await user.reach('Saltar a las acciones');
    await user.page.keyboard.press('Enter');
    await user.page.keyboard.press('Tab');
    expect(await focused(user.page)).toMatchObject({ name: 'Agregar Contacto' });
    await user.leave();
  });

  test('leaves the whole window to its rows on a phone', async () => {
    const { page } = await atDesk(browser, stage, contacts, phone);
    expect(await inWindow(page, 'Agregar Contacto')).toBe(false);
    await page.context().close();
  });

  test('keeps the state of a delegation that has not begun beside the name on a phone', async () => {
    const { page } = await atDesk(browser, stage, `${contacts}?filas=50`, { width: 340, height: 740 });
    const row = 'tbody tr:has-text("Rigoberto") >> ';
    const [name, state] = [await box(page, `${row}th`), await box(page, `${row}.on`)];
    expect(state.left).toBeGreaterThanOrEqual(name.right);
    expect(state.top).toBeLessThan(name.bottom);
    await page.context().close();
  });

  test.each([contacts, users])('breaks no state over two lines on a phone (%s)', async (path) => {
    const { page } = await atDesk(browser, stage, `${path}?filas=50`, phone);
    const states = await page
      .locator('tbody >> .on, .off, .soon, .ended')
      .evaluateAll((all) =>
        all.map((one) => [one.textContent ?? '', one.clientHeight || one.getClientRects()[0]?.height]),
      );
    expect(states.length).toBeGreaterThan(3);
    for (const [text, height] of states) expect(height, String(text)).toBeLessThan(24);
    await page.context().close();
  });

  test.each([contacts, users])('has its rows whole in a window of 1024 px (%s)', async (path) => {
    const { page } = await atDesk(browser, stage, path, { width: 1024, height: 768 });
    expect(await sideways(page)).toBe(0);
    await page.context().close();
  });

  test.each([contacts, users, `${contacts}/incidencias`])(
    'fits a phone on its page for the printer, too, which offers no orders (%s)',
    async (path) => {
      const { page } = await atDesk(browser, stage, `${path}?imprimir=1`, phone);
      expect(await sideways(page)).toBe(0);
      expect(await page.locator('.sheet').isVisible()).toBe(true);
      expect(await page.locator('thead .sort >> nth=0').isVisible()).toBe(false);
      await page.context().close();
    },
  );

  test('shows no focused control below its bar of actions', async () => {
    const { page } = await atDesk(browser, stage, contacts, desk);
    for (let count = 0; count < 60; count++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(coveredFocus)).toBeNull();
    }
    await page.context().close();
  });
});
