import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { addHandover } from '../support/stage/handovers.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';
import { atDesk, box, contacts, desk, inWindow, phone, tablet, tops, users } from './layout.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

onStage('The form of a contact', (stage) => {
  test('has its fields in pairs on a large screen, in at most 1,400 px, with "Guardar" in view', async () => {
    const { page } = await atDesk(browser, stage, `${contacts}/nuevo`, desk);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1_400);
    expect(await tops(page)).toEqual([expect.any(Number), expect.any(Number)]);
    const [surname, maternal] = await tops(page);
    expect(surname).toBe(maternal);
    expect(await inWindow(page, 'Guardar')).toBe(true);
    await page.context().close();
  });

  test('has what is stored and what is done with its users in at most 1,400 px', async () => {
    const { page } = await atDesk(browser, stage, `${contacts}/${stage.diana.contactId}`, desk);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1_400);
    await page.context().close();
  });

  test('keeps the fields of a pair on one line where one of them is refused', async () => {
    const { page } = await atDesk(browser, stage, `${contacts}/nuevo`, desk);
    await page.getByRole('button', { name: 'Guardar', exact: true }).click();
    for (const pair of ['#paternalSurname, #maternalSurname', '#from, #until', '#email, #birthDate']) {
      const [one, other] = await tops(page, pair);
      expect(one, pair).toBe(other);
    }
    const [field, fault] = [await box(page, '#paternalSurname'), await box(page, '#paternalSurname-error')];
    expect(fault.top - field.bottom).toBeLessThan(8);
    await page.context().close();
  });

  test('has one column on a phone', async () => {
    const { page } = await atDesk(browser, stage, `${contacts}/nuevo`, phone);
    const [surname = 0, maternal = 0] = await tops(page);
    expect(maternal).toBeGreaterThan(surname + 40);
    await page.context().close();
  });
});

onStage('The looks', (stage) => {
  test('of "Agregar Usuario" put the two passwords on one line of a large screen', async () => {
    const { page } = await atDesk(browser, stage, `${users}/nuevo`, desk);
    const [password = 0, again = 0] = await tops(page, '#password, #passwordAgain');
    expect(Math.abs(password - again)).toBeLessThan(4);
    await page.context().close();
  });

  test('of "Agregar Perfil" put what fills the lines beside them on a large screen', async () => {
    const { page } = await atDesk(browser, stage, `${users}/${stage.diana.id}/perfil`, desk);
    const [line, filling] = [await box(page, '.lines li >> nth=0'), await box(page, '#source')];
    expect(filling.left).toBeGreaterThanOrEqual(line.right);
    expect(filling.top).toBeLessThan(line.bottom + 80);
    const [label, field] = [await box(page, '.lines label >> nth=0'), await box(page, '.lines select >> nth=0')];
    expect(field.left).toBeGreaterThanOrEqual(label.left + 88);
    await page.context().close();
  });

  test('of "Info Usuario" put the menus beside the facts on a large screen', async () => {
    const { page } = await atDesk(browser, stage, '/datos-generales/info-usuario', desk);
    expect((await box(page, 'main h2')).left).toBeGreaterThan((await box(page, '.facts')).right);
    await page.context().close();
  });

  test('of what happens to the chosen begin each line where its heading begins', async () => {
    const { page } = await atDesk(browser, stage, `${users}/elegidos?con=desactivar&elegido=${stage.diana.id}`, desk);
    expect((await box(page, 'dt >> nth=0')).left).toBe((await box(page, 'main h2')).left);
    await page.context().close();
  });

  test('of what is reviewed keep a long name off what is said of it', async () => {
    const { page } = await atDesk(browser, stage, `${users}/elegidos?con=desactivar&elegido=${stage.diana.id}`, desk);
    const [name, said] = [await box(page, 'dt >> nth=0'), await box(page, 'dd >> nth=0')];
    expect(said.left - name.right).toBeGreaterThanOrEqual(16);
    await page.context().close();
  });

  test.each([desk, tablet])('of a window of %o tell RUC, entity and user on one line', async (size) => {
    const { page } = await atDesk(browser, stage, '/inicio', size);
    const { top, bottom } = await box(page, '.person');
    expect(bottom - top).toBeLessThan(24);
    await page.context().close();
  });

  test('of open sessions have rows of a line on a large screen', async () => {
    const other = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { axe: false });
    const { page } = await atDesk(browser, stage, '/datos-generales/sesiones', desk);
    const heights = await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.clientHeight));
    expect(heights.length).toBeGreaterThan(1);
    expect(Math.max(...heights)).toBeLessThanOrEqual(44);
    await page.context().close();
    await other.leave();
  });

  test.each(['/recuperar', '/verificar'])('of %s put its fields in pairs on a large screen', async (path) => {
    const page = await browser.newPage({ baseUrl: stage.site.baseUrl, width: desk.width });
    await page.goto(path);
    const [first = 0, second = 1] = await tops(page, '.field input');
    expect(first).toBe(second);
    expect((await box(page, '.sheet-form')).right).toBe(1260);
    await page.close();
  });

  test('of "Importar contactos" and "Cambiar Contraseña" put the form and its text beside each other', async () => {
    const { page } = await atDesk(browser, stage, '/administracion/contactos/importar', desk);
    expect((await box(page, '.sheet-form')).left).toBeGreaterThan((await box(page, '.links')).right);
    await page.goto('/datos-generales/contrasena');
    expect((await box(page, '.rules')).left).toBeGreaterThan((await box(page, '.sheet-form')).right);
    await page.context().close();
  });

  test.each([desk, { width: 1024, height: 768 }])(
    'of "Importar contactos" have one line of actions in %o',
    async (size) => {
      const { page } = await atDesk(browser, stage, '/administracion/contactos/importar', size);
      const middles = await page.locator('.toolbar > *').evaluateAll((all) =>
        all.map((one) => {
          const { top, bottom } = one.getBoundingClientRect();
          return Math.round((top + bottom) / 2);
        }),
      );
      expect(middles.length).toBe(4);
      expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(4);
      await page.context().close();
    },
  );

  test.each([
    ['/administracion/estado?fecha=2030-01-01', 1],
    ['/administracion/contactos/incidencias?desde=ayer&hasta=hoy', 2],
  ])('of refused days tell each fault on one line of a large screen (%s)', async (path, count) => {
    const { page } = await atDesk(browser, stage, path, desk);
    const heights = await page.locator('.error').evaluateAll((faults) => faults.map((one) => one.clientHeight));
    expect(heights.length).toBe(count);
    expect(Math.max(...heights)).toBeLessThan(24);
    await page.context().close();
  });

  test('of a refusal have as much room below its text as above', async () => {
    const { page } = await atDesk(browser, stage, `${users}/elegidos?con=activar`, desk);
    const [frame, text] = [await box(page, '.errors'), await box(page, '.errors p')];
    expect(frame.bottom - text.bottom).toBe(text.top - frame.top);
    await page.context().close();
  });

  test('of "Estado a la fecha" have no line of text that is too long to read', async () => {
    const { page } = await atDesk(browser, stage, '/administracion/estado', desk);
    const { left, right } = await box(page, '#lista > p');
    expect(right - left).toBeLessThanOrEqual(704);
    await page.context().close();
  });

  test('of a handover keep its links off each other where they stand on two lines', async () => {
    const path = `${contacts}/${stage.diana.contactId}/relevo?contacto=${stage.bruno.contactId}`;
    const { page } = await atDesk(browser, stage, path, { width: 320, height: 740 });
    const [one, other] = [await box(page, '.doable a >> nth=0'), await box(page, '.doable a >> nth=1')];
    expect(other.top - one.bottom).toBeGreaterThanOrEqual(8);
    await page.context().close();
  });

  test('of the list of handovers break no day in a narrow window', async () => {
    await addHandover(stage, stage.quito);
    const { page } = await atDesk(browser, stage, '/administracion/relevos', tablet);
    const lines = await page
      .locator('tbody time')
      .evaluateAll((days) => days.map((day) => day.getClientRects().length));
    expect(lines).toEqual([1, 1, 1]);
    await page.context().close();
  });

  test('of the index of the help break no group over two columns', async () => {
    const { page } = await atDesk(browser, stage, '/ayuda', desk);
    const pieces = await page
      .locator('.help-group')
      .evaluateAll((all) => all.map((one) => one.getClientRects().length));
    expect(pieces).toEqual([1, 1, 1, 1]);
    await page.context().close();
  });

  test.each(['/ingreso', '/recuperar'])('of %s end the date where the page ends', async (path) => {
    const page = await browser.newPage({ baseUrl: stage.site.baseUrl, width: desk.width });
    await page.goto(path);
    expect((await box(page, '.date')).right).toBe(1260);
    await page.close();
  });
});
