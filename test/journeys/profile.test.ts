import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { pressAndSwap } from '../support/browser/keys.ts';
import { focused } from '../support/browser/tab.ts';
import { onStage, openStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const userName = 'delegado02';

test.each<Seat>([
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
])(
  'An administrator gives a delegate menus and a limit by keyboard (%o)',
  async (seat) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);
    await user.open('/inicio');
    await user.follow('Administración');
    await user.follow('Usuarios');
    await givesMenus(user);
    await setsLimit(user);
    await user.press('Cerrar Sesión');

    await user.signIn(stage.bruno);
    await findsModules(user);
    await user.leave();
  },
  60_000,
);

async function givesMenus(user: KeyboardUser) {
  await user.follow(`Agregar Perfil ${userName}`);
  await user.shows('main', 'ENTIDAD-DATOS GENERALES: lo tienen todos los usuarios');
  await user.fill({ 'Menú 1': 'ENTIDAD-EMERGENCIAS' });
  await addsLine(user, 2);
  await choose(user, 'ENTIDAD-CONSULTAS');
  await addsLine(user, 3);
  await choose(user, 'ENTIDAD-LICITACIÓN');
  await presses(user, 'Quitar Menú 1');
  expect(await user.said()).toBe('Se quitó ENTIDAD-EMERGENCIAS; presione Grabar para que rija.');
  expect((await focused(user.page))?.name).toBe('Menú 1');
  expect(await user.typed('Menú 1', 'Menú 2')).toEqual({ 'Menú 1': 'CONSULTAS', 'Menú 2': 'LICITACION' });
  await copiesMenus(user);
  await user.press('Grabar');
  expect(await user.said()).toBe('Datos Actualizados');
  expect(await user.rowText(userName)).toContain('Agregar Perfil');
}

/** Copies the menus of another delegate, of which one is here, and removes the other again. */
async function copiesMenus(user: KeyboardUser) {
  await user.reach('Copiar los menús de');
  await choose(user, 'Ñacato Diana (delegada01): 2 menús');
  await presses(user, 'Copiar');
  expect(await user.said()).toBe(
    'Se copió de Ñacato Diana (delegada01): ENTIDAD-SUBASTA INVERSA ELECTRÓNICA. Presione Grabar para que rija.',
  );
  expect((await focused(user.page))?.name).toBe('Menú 3');
  await user.shows('main', 'Rigen ahora: ENTIDAD-DATOS GENERALES.', 'se agrega ENTIDAD-CONSULTAS,');
  await presses(user, 'Quitar Menú 3');
}

/** Adds a line by “Aumentar Menú”. With scripting the page asks first, and the new line has the focus. */
async function addsLine(user: KeyboardUser, number: number) {
  const questions: string[] = [];
  user.page.once('dialog', (dialog) => {
    questions.push(`${dialog.type()}: ${dialog.message()}`);
    return dialog.accept();
  });
  await presses(user, 'Aumentar Menú');
  expect(questions).toEqual(user.seat.javaScript ? ['confirm: ¿Desea aumentar un menú?'] : []);
  expect(await user.said()).toBe(`Se añadió la línea Menú ${number}.`);
  expect((await focused(user.page))?.name).toBe(`Menú ${number}`);
}

/** Presses a button of the form. With scripting the form alone changes, without it the page comes back. */
async function presses(user: KeyboardUser, name: string) {
  if (!user.seat.javaScript) return user.press(name);
  const heading = await user.page.getByRole('heading', { level: 1 }).elementHandle();
  await user.reach(name);
  await pressAndSwap(user.page);
  expect(await heading?.evaluate((one) => one.isConnected)).toBe(true);
}

/** Selects a menu in the line that has the focus. */
async function choose({ page }: KeyboardUser, wanted: string) {
  const chosen = () => page.evaluate(() => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.text);
  for (let presses = 0; (await chosen()) !== wanted; presses += 1) {
    expect(presses).toBeLessThan(30);
    await page.keyboard.press('ArrowDown');
  }
}

async function setsLimit(user: KeyboardUser) {
  const { page } = user;
  await user.follow(`Presupuesto ${userName}`);
  await user.shows('main', `Usuario ${userName}. Sin límite.`);
  await user.fill({ 'Monto Límite \\(USD\\)': '3,450,000' });
  expect(await user.reach('ACTIVO')).toMatchObject({ role: 'radio' });
  await page.keyboard.press('Space');
  await user.press('Guardar');
  expect(await page.title()).toMatch(/^Error: Presupuesto/);
  expect(await focused(page)).toMatchObject({ role: 'alert' });
  await user.fill({ 'Monto Límite \\(USD\\)': '3450000' });
  await user.press('Guardar');
  expect(await user.said()).toBe('Datos Actualizados');
  await user.shows('main', 'tres millones cuatrocientos cincuenta mil dólares con 00/100', 'USD 3,450,000.00');
}

async function findsModules(user: KeyboardUser) {
  await user.follow('Consultar');
  await user.shows('main', 'ENTIDAD-CONSULTAS');
  await user.follow('Entidad Contratante');
  await user.shows('main', 'ENTIDAD-LICITACIÓN');
  expect(await user.page.getByRole('main').innerText()).not.toContain('EMERGENCIAS');
  await user.follow('Datos Generales');
  await user.shows('main', 'USD 3,450,000.00');
}

onStage('The form of a profile in a browser', (stage) => {
  test('counts a double click as one press, however slow it is', async () => {
    const user = await atTheProfile(stage);
    const { page } = user;
    const removal = page.getByRole('button', { name: 'Quitar Menú 1' });
    const { x = 0, y = 0, width = 0, height = 0 } = (await removal.boundingBox()) ?? {};
    const [left, top] = [x + width / 2, y + height / 2];
    await page.mouse.click(left, top);
    await expect.poll(() => page.locator('.lines select').count()).toBe(2);
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
    await page.waitForTimeout(300);
    expect(await page.locator('.lines select').count()).toBe(2);
    await user.leave();
  });

  test('tells what a newly chosen menu is for', async () => {
    const user = await atTheProfile(stage);
    const hint = user.page.locator('#menu-3-ayuda');
    expect(await hint.textContent()).toBe('Elija el menú que quiere darle.');
    await user.reach('Menú 3');
    await choose(user, 'ENTIDAD-EMERGENCIAS');
    expect(await hint.textContent()).toBe('Resoluciones y contratos de emergencia');
    await presses(user, 'Quitar Menú 1');
    const unsaved = user.page.locator('.unsaved');
    expect(await unsaved.textContent()).toBe('Sin grabar: se agrega ENTIDAD-EMERGENCIAS; se quita ENTIDAD-CONSULTAS.');
    await user.reach('Menú 2');
    await choose(user, 'ENTIDAD-REPORTES');
    expect(await unsaved.textContent()).toBe('Sin grabar: hay cambios en las líneas.');
    await user.leave();
  });

  test('adds no line where the question is answered with no', async () => {
    const user = await atTheProfile(stage);
    user.page.once('dialog', (dialog) => dialog.dismiss());
    await user.reach('Aumentar Menú');
    await user.page.keyboard.press('Enter');
    await user.page.waitForTimeout(300);
    expect(await user.page.locator('.lines select').count()).toBe(3);
    expect((await focused(user.page))?.name).toBe('Aumentar Menú');
    await user.leave();
  });

  test('removes no line where Enter is pressed in it', async () => {
    const user = await atTheProfile(stage);
    const posts: (string | null)[] = [];
    user.page.on('request', (request) => request.method() === 'POST' && posts.push(request.postData()));
    await user.reach('Menú 2');
    await user.page.keyboard.press('Enter');
    await user.page.waitForTimeout(300);
    expect(posts.filter((body) => body?.includes('quitar') || body?.includes('aumentar'))).toEqual([]);
    // Imitates browsers in which Enter in a list sends the form.
    const pressed = await user.page.evaluate(() => {
      const form = document.querySelector('.lines')?.closest('form');
      const first = [...(form?.elements ?? [])].find(
        (one) => one instanceof HTMLButtonElement && one.type === 'submit',
      );
      return (first as HTMLButtonElement | undefined)?.value;
    });
    expect(pressed).toBe('grabar');
    await user.leave();
  });
});

async function atTheProfile(stage: Stage): Promise<KeyboardUser> {
  const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { javaScript: true, axe: false });
  await user.open(`/administracion/usuarios/${stage.diana.id}/perfil`);
  expect(await user.page.locator('.lines select').count()).toBe(3);
  return user;
}
