import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { addDelegate, newcomer } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';
import { atDesk, box, contacts, phone, sideways, users } from './layout.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

onStage('The looks', (stage) => {
  test('of "Agregar Perfil" put "Quitar" beside the label of its line on a phone, above the whole select', async () => {
    const { page } = await atDesk(browser, stage, `${users}/${stage.diana.id}/perfil`, phone);
    const button = await box(page, '.lines button >> nth=0');
    const select = await box(page, '.lines select >> nth=0');
    expect(button.bottom).toBeLessThanOrEqual(select.top);
    expect(select.top - button.top).toBeLessThan(40);
    expect(button.right).toBe(select.right);
    await page.context().close();
  });

  test('of a phone break no day over two lines, in a fault either', async () => {
    const { page } = await atDesk(browser, stage, '/administracion/estado?fecha=2030-01-01', phone);
    const faults = page.locator('.errors a, .error');
    expect(await faults.count()).toBe(2);
    for (const fault of await faults.all()) {
      const lines = await fault.locator('time').evaluateAll((days) => days.map((day) => day.getClientRects().length));
      expect(lines).toEqual([1]);
    }
    await page.context().close();
  });

  test('of a phone have the page’s name on one line, however long, and three menus in view', async () => {
    const { page } = await atDesk(browser, stage, `${contacts}/${stage.diana.contactId}`, phone);
    const name = await box(page, '.bar p');
    expect(name.bottom - name.top).toBeLessThan(24);
    expect((await box(page, '.nav li >> nth=2')).right).toBeLessThanOrEqual(phone.width);
    await page.context().close();
  });

  test.each(['administrador', 'estado', 'relevos', 'usuarios'])(
    'of a phone begin a row of menus where its current entry is in view (%s)',
    async (name) => {
      const { page } = await atDesk(browser, stage, `/administracion/${name}`, phone);
      const current = await box(page, '.subnav [aria-current]');
      expect(current.left).toBeGreaterThanOrEqual(0);
      expect(current.right).toBeLessThanOrEqual(phone.width);
      await page.context().close();
    },
  );

  test('of a phone let a row of menus scroll on from its current entry', async () => {
    const { page } = await atDesk(browser, stage, '/administracion/administrador', phone);
    // The row snaps for a moment only.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
    await page.locator('.subnav ul').evaluate((row) => row.scrollTo(0, 0));
    await page.setViewportSize({ ...phone, height: 700 });
    expect((await box(page, '.subnav a >> nth=0')).left).toBeGreaterThanOrEqual(0);
    await page.context().close();
  });

  test('of a refused day on a phone give its field the whole line', async () => {
    const { page } = await atDesk(browser, stage, '/administracion/contactos/incidencias?hasta=hoy', phone);
    expect((await box(page, '#hasta')).right).toBe((await box(page, '#buscar')).right);
    await page.context().close();
  });

  test('of a user on a phone have the name of the contact below that of the user, however wide it is', async () => {
    const { page } = await atDesk(browser, stage, users, { width: 600, height: 740 });
    const row = `#u${stage.diana.id} >> `;
    const [user, contact] = [await box(page, `${row}th`), await box(page, `${row}td >> nth=3`)];
    expect(contact.top).toBeGreaterThanOrEqual(user.bottom);
    expect(contact.left).toBeLessThan(user.left);
    await page.context().close();
  });

  test('of a search within a form put its button below the whole field on a phone, however wide it is', async () => {
    const { page } = await atDesk(browser, stage, `${users}/${stage.diana.id}/perfil`, { width: 600, height: 740 });
    const [field, button] = [await box(page, '.source .field'), await box(page, '.source button')];
    expect(button.top).toBeGreaterThanOrEqual(field.bottom);
    await page.context().close();
  });

  test('of what requires attention keep the button off the name above it on a phone', async () => {
    const { page } = await atDesk(browser, stage, '/inicio', phone);
    const row = 'li:has(form:has-text("Activar")) >> ';
    const [name, button] = [await box(page, `${row}span >> nth=0`), await box(page, `${row}button >> nth=0`)];
    expect(button.top - name.bottom).toBeGreaterThanOrEqual(4);
    await page.context().close();
  });

  test.each(['/inicio', contacts, users, `${contacts}/incidencias`, '/administracion/estado'])(
    'of a phone fit a name of forty letters without a blank (%s)',
    async (path) => {
      await addDelegate(stage, `largo${path.length}x`, newcomer('Wamomwamom'.repeat(4), 'Mía'), 'new');
      const { page } = await atDesk(browser, stage, path, phone);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
      if (path !== '/inicio') expect(await sideways(page)).toBe(0);
      await page.context().close();
    },
  );

  test('of boxes to tick begin each line of a label where its first begins', async () => {
    const { page } = await atDesk(browser, stage, '/administracion/perfiles/nuevo', phone);
    const lines = await page
      .locator('.checks span')
      .evaluateAll((labels) => labels.map((label) => [...label.getClientRects()].map(({ left }) => Math.round(left))));
    expect(lines.some((lefts) => lefts.length > 1)).toBe(true);
    for (const lefts of lines) expect(Math.max(...lefts) - Math.min(...lefts)).toBeLessThanOrEqual(1);
    await page.context().close();
  });

  test('of "Mis datos" offer no orders on a phone, since its history has one', async () => {
    const { page } = await atDesk(browser, stage, '/datos-generales/mis-datos', phone, stage.diana);
    expect(await page.locator('.incidents tbody').isVisible()).toBe(true);
    expect(await page.locator('.incidents thead').isVisible()).toBe(false);
    await page.context().close();
  });

  test('of an incident on a phone put its result on the line that says what was done, and by whom', async () => {
    const { page } = await atDesk(browser, stage, `${contacts}/incidencias`, phone);
    const lines = await page
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [3, 5].map((cell) => row.querySelector(`td:nth-child(${cell})`)?.getBoundingClientRect().top),
        ),
      );
    expect(lines.length).toBeGreaterThan(3);
    for (const [what = 0, result = 0] of lines) expect(Math.abs(result - what)).toBeLessThan(4);
    await page.context().close();
  });
});
