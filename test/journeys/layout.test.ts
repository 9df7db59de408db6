import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, civilDate } from '../../src/domain/civil-date.ts';
import { openBrowser } from '../support/browser/browser.ts';
import { focused } from '../support/browser/tab.ts';
import { addContact, addDelegate, type CastUser, newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import { addHandover } from '../support/stage/handovers.ts';
import { leaveUndelivered } from '../support/stage/mail-queue.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const contacts = '/administracion/contactos';
const users = '/administracion/usuarios';
const desk = { width: 1280, height: 800 };
const tablet = { width: 768, height: 1024 };
const phone = { width: 360, height: 740 };

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
    const { page } = await atDesk(stage, path, size);
    expect(await page.locator('h1').evaluate((head) => head.getBoundingClientRect().top)).toBeLessThanOrEqual(top);
    const heights = await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.clientHeight));
    expect(heights.length).toBeGreaterThan(3);
    expect(Math.max(...heights)).toBeLessThanOrEqual(highest);
    await page.context().close();
  });

  test('keeps its actions in view on a large screen, and one skip away', async () => {
    const user = await atDesk(stage, contacts, desk);
    expect(await inWindow(user.page, 'Agregar Contacto')).toBe(true);
    await user.reach('Saltar a las acciones');
    await user.page.keyboard.press('Enter');
    await user.page.keyboard.press('Tab');
    expect(await focused(user.page)).toMatchObject({ name: 'Agregar Contacto' });
    await user.leave();
  });

  test('leaves the whole window to its rows on a phone', async () => {
    const { page } = await atDesk(stage, contacts, phone);
    expect(await inWindow(page, 'Agregar Contacto')).toBe(false);
    await page.context().close();
  });

  test('keeps the state of a delegation that has not begun beside the name on a phone', async () => {
    const { page } = await atDesk(stage, `${contacts}?filas=50`, { width: 340, height: 740 });
    const row = 'tbody tr:has-text("Rigoberto") >> ';
    const [name, state] = [await box(page, `${row}th`), await box(page, `${row}.on`)];
    expect(state.left).toBeGreaterThanOrEqual(name.right);
    expect(state.top).toBeLessThan(name.bottom);
    await page.context().close();
  });

  test.each([contacts, users])('breaks no state over two lines on a phone (%s)', async (path) => {
    const { page } = await atDesk(stage, `${path}?filas=50`, phone);
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
    const { page } = await atDesk(stage, path, { width: 1024, height: 768 });
    expect(await sideways(page)).toBe(0);
    await page.context().close();
  });

  test.each([contacts, users, `${contacts}/incidencias`])(
    'fits a phone on its page for the printer, too, which offers no orders (%s)',
    async (path) => {
      const { page } = await atDesk(stage, `${path}?imprimir=1`, phone);
      expect(await sideways(page)).toBe(0);
      expect(await page.locator('.sheet').isVisible()).toBe(true);
      expect(await page.locator('thead .sort >> nth=0').isVisible()).toBe(false);
      await page.context().close();
    },
  );

  test('shows no focused control below its bar of actions', async () => {
    const { page } = await atDesk(stage, contacts, desk);
    for (let count = 0; count < 60; count++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(coveredFocus)).toBeNull();
    }
    await page.context().close();
  });
});

onStage('The form of a contact', (stage) => {
  test('has its fields in pairs on a large screen, in at most 1,400 px, with "Guardar" in view', async () => {
    const { page } = await atDesk(stage, `${contacts}/nuevo`, desk);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1_400);
    expect(await tops(page)).toEqual([expect.any(Number), expect.any(Number)]);
    const [surname, maternal] = await tops(page);
    expect(surname).toBe(maternal);
    expect(await inWindow(page, 'Guardar')).toBe(true);
    await page.context().close();
  });

  test('has what is stored and what is done with its users in at most 1,400 px', async () => {
    const { page } = await atDesk(stage, `${contacts}/${stage.diana.contactId}`, desk);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1_400);
    await page.context().close();
  });

  test('keeps the fields of a pair on one line where one of them is refused', async () => {
    const { page } = await atDesk(stage, `${contacts}/nuevo`, desk);
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
    const { page } = await atDesk(stage, `${contacts}/nuevo`, phone);
    const [surname = 0, maternal = 0] = await tops(page);
    expect(maternal).toBeGreaterThan(surname + 40);
    await page.context().close();
  });
});

onStage('The looks', (stage) => {
  test('of "Agregar Usuario" put the two passwords on one line of a large screen', async () => {
    const { page } = await atDesk(stage, `${users}/nuevo`, desk);
    const [password = 0, again = 0] = await tops(page, '#password, #passwordAgain');
    expect(Math.abs(password - again)).toBeLessThan(4);
    await page.context().close();
  });

  test('of "Agregar Perfil" put "Quitar" beside the label of its line on a phone, above the whole select', async () => {
    const { page } = await atDesk(stage, `${users}/${stage.diana.id}/perfil`, phone);
    const button = await box(page, '.lines button >> nth=0');
    const select = await box(page, '.lines select >> nth=0');
    expect(button.bottom).toBeLessThanOrEqual(select.top);
    expect(select.top - button.top).toBeLessThan(40);
    expect(button.right).toBe(select.right);
    await page.context().close();
  });

  test('of "Agregar Perfil" put what fills the lines beside them on a large screen', async () => {
    const { page } = await atDesk(stage, `${users}/${stage.diana.id}/perfil`, desk);
    const [line, filling] = [await box(page, '.lines li >> nth=0'), await box(page, '#source')];
    expect(filling.left).toBeGreaterThanOrEqual(line.right);
    expect(filling.top).toBeLessThan(line.bottom + 80);
    const [label, field] = [await box(page, '.lines label >> nth=0'), await box(page, '.lines select >> nth=0')];
    expect(field.left).toBeGreaterThanOrEqual(label.left + 88);
    await page.context().close();
  });

  test('of "Info Usuario" put the menus beside the facts on a large screen', async () => {
    const { page } = await atDesk(stage, '/datos-generales/info-usuario', desk);
    expect((await box(page, 'main h2')).left).toBeGreaterThan((await box(page, '.facts')).right);
    await page.context().close();
  });

  test('of what happens to the chosen begin each line where its heading begins', async () => {
    const { page } = await atDesk(stage, `${users}/elegidos?con=desactivar&elegido=${stage.diana.id}`, desk);
    expect((await box(page, 'dt >> nth=0')).left).toBe((await box(page, 'main h2')).left);
    await page.context().close();
  });

  test('of what is reviewed keep a long name off what is said of it', async () => {
    const { page } = await atDesk(stage, `${users}/elegidos?con=desactivar&elegido=${stage.diana.id}`, desk);
    const [name, said] = [await box(page, 'dt >> nth=0'), await box(page, 'dd >> nth=0')];
    expect(said.left - name.right).toBeGreaterThanOrEqual(16);
    await page.context().close();
  });

  test('of a phone break no day over two lines, in a fault either', async () => {
    const { page } = await atDesk(stage, '/administracion/estado?fecha=2030-01-01', phone);
    const faults = page.locator('.errors a, .error');
    expect(await faults.count()).toBe(2);
    for (const fault of await faults.all()) {
      const lines = await fault.locator('time').evaluateAll((days) => days.map((day) => day.getClientRects().length));
      expect(lines).toEqual([1]);
    }
    await page.context().close();
  });

  test('of a phone have the page’s name on one line, however long, and three menus in view', async () => {
    const { page } = await atDesk(stage, `${contacts}/${stage.diana.contactId}`, phone);
    const name = await box(page, '.bar p');
    expect(name.bottom - name.top).toBeLessThan(24);
    expect((await box(page, '.nav li >> nth=2')).right).toBeLessThanOrEqual(phone.width);
    await page.context().close();
  });

  test.each(['administrador', 'estado', 'relevos', 'usuarios'])(
    'of a phone begin a row of menus where its current entry is in view (%s)',
    async (name) => {
      const { page } = await atDesk(stage, `/administracion/${name}`, phone);
      const current = await box(page, '.subnav [aria-current]');
      expect(current.left).toBeGreaterThanOrEqual(0);
      expect(current.right).toBeLessThanOrEqual(phone.width);
      await page.context().close();
    },
  );

  test('of a phone let a row of menus scroll on from its current entry', async () => {
    const { page } = await atDesk(stage, '/administracion/administrador', phone);
    // The row snaps for a moment only.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
    await page.locator('.subnav ul').evaluate((row) => row.scrollTo(0, 0));
    await page.setViewportSize({ ...phone, height: 700 });
    expect((await box(page, '.subnav a >> nth=0')).left).toBeGreaterThanOrEqual(0);
    await page.context().close();
  });

  test.each([desk, tablet])('of a window of %o tell RUC, entity and user on one line', async (size) => {
    const { page } = await atDesk(stage, '/inicio', size);
    const { top, bottom } = await box(page, '.person');
    expect(bottom - top).toBeLessThan(24);
    await page.context().close();
  });

  test('of open sessions have rows of a line on a large screen', async () => {
    const other = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { axe: false });
    const { page } = await atDesk(stage, '/datos-generales/sesiones', desk);
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
    const { page } = await atDesk(stage, '/administracion/contactos/importar', desk);
    expect((await box(page, '.sheet-form')).left).toBeGreaterThan((await box(page, '.links')).right);
    await page.goto('/datos-generales/contrasena');
    expect((await box(page, '.rules')).left).toBeGreaterThan((await box(page, '.sheet-form')).right);
    await page.context().close();
  });

  test.each([desk, { width: 1024, height: 768 }])(
    'of "Importar contactos" have one line of actions in %o',
    async (size) => {
      const { page } = await atDesk(stage, '/administracion/contactos/importar', size);
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
    const { page } = await atDesk(stage, path, desk);
    const heights = await page.locator('.error').evaluateAll((faults) => faults.map((one) => one.clientHeight));
    expect(heights.length).toBe(count);
    expect(Math.max(...heights)).toBeLessThan(24);
    await page.context().close();
  });

  test('of a refused day on a phone give its field the whole line', async () => {
    const { page } = await atDesk(stage, '/administracion/contactos/incidencias?hasta=hoy', phone);
    expect((await box(page, '#hasta')).right).toBe((await box(page, '#buscar')).right);
    await page.context().close();
  });

  test('of a refusal have as much room below its text as above', async () => {
    const { page } = await atDesk(stage, `${users}/elegidos?con=activar`, desk);
    const [frame, text] = [await box(page, '.errors'), await box(page, '.errors p')];
    expect(frame.bottom - text.bottom).toBe(text.top - frame.top);
    await page.context().close();
  });

  test('of "Estado a la fecha" have no line of text that is too long to read', async () => {
    const { page } = await atDesk(stage, '/administracion/estado', desk);
    const { left, right } = await box(page, '#lista > p');
    expect(right - left).toBeLessThanOrEqual(704);
    await page.context().close();
  });

  test('of a handover keep its links off each other where they stand on two lines', async () => {
    const path = `${contacts}/${stage.diana.contactId}/relevo?contacto=${stage.bruno.contactId}`;
    const { page } = await atDesk(stage, path, { width: 320, height: 740 });
    const [one, other] = [await box(page, '.doable a >> nth=0'), await box(page, '.doable a >> nth=1')];
    expect(other.top - one.bottom).toBeGreaterThanOrEqual(8);
    await page.context().close();
  });

  test('of the list of handovers break no day in a narrow window', async () => {
    await addHandover(stage, stage.quito);
    const { page } = await atDesk(stage, '/administracion/relevos', tablet);
    const lines = await page
      .locator('tbody time')
      .evaluateAll((days) => days.map((day) => day.getClientRects().length));
    expect(lines).toEqual([1, 1, 1]);
    await page.context().close();
  });

  test('of a user on a phone have the name of the contact below that of the user, however wide it is', async () => {
    const { page } = await atDesk(stage, users, { width: 600, height: 740 });
    const row = `#u${stage.diana.id} >> `;
    const [user, contact] = [await box(page, `${row}th`), await box(page, `${row}td >> nth=3`)];
    expect(contact.top).toBeGreaterThanOrEqual(user.bottom);
    expect(contact.left).toBeLessThan(user.left);
    await page.context().close();
  });

  test('of a search within a form put its button below the whole field on a phone, however wide it is', async () => {
    const { page } = await atDesk(stage, `${users}/${stage.diana.id}/perfil`, { width: 600, height: 740 });
    const [field, button] = [await box(page, '.source .field'), await box(page, '.source button')];
    expect(button.top).toBeGreaterThanOrEqual(field.bottom);
    await page.context().close();
  });

  test('of what requires attention keep the button off the name above it on a phone', async () => {
    const { page } = await atDesk(stage, '/inicio', phone);
    const row = 'li:has(form:has-text("Activar")) >> ';
    const [name, button] = [await box(page, `${row}span >> nth=0`), await box(page, `${row}button >> nth=0`)];
    expect(button.top - name.bottom).toBeGreaterThanOrEqual(4);
    await page.context().close();
  });

  test.each(['/inicio', contacts, users, `${contacts}/incidencias`, '/administracion/estado'])(
    'of a phone fit a name of forty letters without a blank (%s)',
    async (path) => {
      await addDelegate(stage, `largo${path.length}x`, newcomer('Wamomwamom'.repeat(4), 'Mía'), 'new');
      const { page } = await atDesk(stage, path, phone);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
      if (path !== '/inicio') expect(await sideways(page)).toBe(0);
      await page.context().close();
    },
  );

  test('of boxes to tick begin each line of a label where its first begins', async () => {
    const { page } = await atDesk(stage, '/administracion/perfiles/nuevo', phone);
    const lines = await page
      .locator('.checks span')
      .evaluateAll((labels) => labels.map((label) => [...label.getClientRects()].map(({ left }) => Math.round(left))));
    expect(lines.some((lefts) => lefts.length > 1)).toBe(true);
    for (const lefts of lines) expect(Math.max(...lefts) - Math.min(...lefts)).toBeLessThanOrEqual(1);
    await page.context().close();
  });

  test('of "Mis datos" offer no orders on a phone, since its history has one', async () => {
    const { page } = await atDesk(stage, '/datos-generales/mis-datos', phone, stage.diana);
    expect(await page.locator('.incidents tbody').isVisible()).toBe(true);
    expect(await page.locator('.incidents thead').isVisible()).toBe(false);
    await page.context().close();
  });

  test('of an incident on a phone put its result on the line that says what was done, and by whom', async () => {
    const { page } = await atDesk(stage, `${contacts}/incidencias`, phone);
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

  test('of the index of the help break no group over two columns', async () => {
    const { page } = await atDesk(stage, '/ayuda', desk);
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

async function atDesk(
  stage: Stage,
  path: string,
  size: typeof desk,
  person: CastUser = stage.quito.administrator,
): Promise<KeyboardUser> {
  const user = await KeyboardUser.signedIn(browser, stage, person, { axe: false });
  await user.page.setViewportSize(size);
  await user.open(path);
  await user.page.setViewportSize(size);
  return user;
}

function tops(page: Page, fields = '#paternalSurname, #maternalSurname'): Promise<number[]> {
  return page.locator(fields).evaluateAll((found) => found.map((field) => field.getBoundingClientRect().top));
}

function box(page: Page, selector: string): Promise<Record<'top' | 'right' | 'bottom' | 'left', number>> {
  return page.locator(selector).evaluate((element) => {
    const { top, right, bottom, left } = element.getBoundingClientRect();
    return { top, right, bottom, left };
  });
}

// The pixels by which a table is wider than its frame.
function sideways(page: Page): Promise<number> {
  return page.locator('.table-frame').evaluate((frame) => frame.scrollWidth - frame.clientWidth);
}

function inWindow(page: Page, name: string): Promise<boolean> {
  return page.getByText(name, { exact: true }).evaluate((control) => {
    const { top, bottom } = control.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}

// The focused control's name if something else lies over its middle.
function coveredFocus(): string | null {
  const control = document.activeElement;
  if (!control || control === document.body) return null;
  const { left, top, width, height } = control.getBoundingClientRect();
  const over = document.elementFromPoint(left + Math.min(width, 40) / 2, top + height / 2);
  return over && (control.contains(over) || over.contains(control)) ? null : (control.textContent ?? '');
}
