import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { pressAndLoad, pressAndSwap } from '../support/browser/keys.ts';
import { focused } from '../support/browser/tab.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const minute = 60_000;
const noAnswer = /Actualice la página/;

onStage('A press in a row of the users', (stage) => {
  test('leads to the sign-in page where the session has ended meanwhile', async () => {
    const user = await atTheList(stage);
    await user.reach('Activar Usuario delegada03');
    stage.clock.advance(31 * minute);
    await pressAndLoad(user.page);
    expect(new URL(user.page.url()).pathname).toBe('/ingreso');
    expect(await user.said()).toMatch(/^Su sesión no está abierta o terminó\./);
    await user.leave();
  });

  test('leads to the sign-in page where the person has signed out in another window', async () => {
    const user = await atTheList(stage);
    await user.reach('Activar Usuario delegada03');
    await user.page.context().clearCookies({ name: 'soce' });
    await pressAndLoad(user.page);
    expect(new URL(user.page.url()).pathname).toBe('/ingreso');
    await user.leave();
  });

  test('says that cookies are missing where they were deleted', async () => {
    const user = await atTheList(stage);
    await user.reach('Activar Usuario delegada03');
    await user.page.context().clearCookies();
    await failsInPlace(user, stage.nadia, /^Su navegador no envió las cookies que este sitio necesita/);
  });

  test('says that the user does not exist where it is gone', async () => {
    const short = await someone(stage);
    const user = await atTheList(stage);
    await user.reach(`Desactivar Usuario ${short.userName}`);
    user.page.on('dialog', (dialog) => dialog.accept());
    await remove(stage, short);
    await failsInPlace(user, short, /^La página o el registro que busca no existe/);
  });

  test.each([
    ['the network', (page: Page) => page.context().setOffline(true)],
    ['a gateway that answers with an error', (page: Page) => answerWith(page, 502)],
    ['a gateway that answers with its own page', (page: Page) => answerWith(page, 200)],
  ])('says that no answer came where the fault lies with %s', async (_, breakDown) => {
    const user = await atTheList(stage);
    await user.reach('Activar Usuario delegada03');
    await breakDown(user.page);
    await failsInPlace(user, stage.nadia, noAnswer);
  });

  test('is sent once, however often it is repeated', async () => {
    const user = await atTheList(stage);
    const { page } = user;
    const { posts, questions } = watch(page);
    const { promise: patience, resolve: answer } = Promise.withResolvers<void>();
    await page.route('**/activacion*', async (route) => {
      await patience;
      await route.continue();
    });
    await user.reach('Activar Usuario delegada03');
    const swapped = pressAndSwap(page);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    answer();
    await swapped;
    await settled(page);
    expect(await user.rowText('delegada03')).toMatch(/ ACTIVO .*Desactivar Usuario/);
    expect({ posts: posts(), questions: questions() }).toEqual({ posts: 1, questions: 0 });
    await user.leave();
  });

  test('is sent once where the key is held down', async () => {
    const user = await atTheList(stage, { width: 360 });
    const { page } = user;
    page.on('dialog', (dialog) => dialog.accept());
    await user.reach('Desactivar Usuario delegada03');
    await pressAndSwap(page);
    const { posts, questions } = watch(page);
    await user.reach('Activar Usuario delegada03');
    await heldDown(page);
    await settled(page);
    expect(await user.said()).toBe('El usuario delegada03 quedó activado.');
    expect({ posts: posts(), questions: questions() }).toEqual({ posts: 1, questions: 0 });
    expect(await isInWindow(page)).toBe(true);
    await user.leave();
  });

  test('of a session names it in its question, and ends it', async () => {
    const diana = await stage.signedIn(stage.diana);
    const user = await atTheList(stage);
    const asked = user.page.waitForEvent('dialog');
    await user.reach('Desactivar Usuario delegada01');
    const swapped = pressAndSwap(user.page);
    const question = await asked;
    expect(question.message()).toBe('¿Desactivar a delegada01? Se cerrará su sesión abierta.');
    expect((await diana.get('/inicio')).status).toBe(200);
    await question.accept();
    await swapped;
    expect(await user.said()).toBe('El usuario delegada01 quedó desactivado: ya no tiene acceso.');
    expect((await diana.get('/inicio')).headers.location).toBe('/ingreso');
    await user.leave();
  });
});

async function atTheList(stage: Stage, seat = {}): Promise<KeyboardUser> {
  const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { ...seat, axe: false });
  await user.open('/administracion/usuarios');
  return user;
}

/** Presses the button in the row and checks that only a visible message appears and the focus stays. */
async function failsInPlace(user: KeyboardUser, { userName }: CastUser, message: RegExp): Promise<void> {
  const { page } = user;
  const row = await user.row(userName).elementHandle();
  const [before, control] = [await row?.innerHTML(), await focused(page)];
  await pressAndSwap(page);
  expect(await user.said()).toMatch(message);
  expect(await isInWindow(page)).toBe(true);
  expect(await row?.evaluate((one) => one.isConnected)).toBe(true);
  expect(await row?.innerHTML()).toBe(before);
  expect(await focused(page)).toEqual(control);
  expect(control?.name).toContain(userName);
  // htmx writes into the console that no answer came.
  await user.leave(/^htmx: htmx:error: Failed to fetch/);
}

/** Deletes a user from the database, which the product never does. */
async function remove({ database }: Stage, { ruc, id }: CastUser): Promise<void> {
  await sql`alter table user_menus disable trigger user`.execute(database.owner);
  await database.owner.deleteFrom('user_menus').where('ruc', '=', ruc).where('user_id', '=', id).execute();
  await database.owner.deleteFrom('users').where('ruc', '=', ruc).where('id', '=', id).execute();
}

function answerWith(page: Page, status: number): Promise<unknown> {
  const body = '<!doctype html><html><body><h1>Gateway</h1></body></html>';
  return page.route('**/activacion*', (route) => route.fulfill({ status, contentType: 'text/html', body }));
}

function watch(page: Page): { posts: () => number; questions: () => number } {
  let [posts, questions] = [0, 0];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts += 1;
  });
  page.on('dialog', (dialog) => {
    questions += 1;
    return dialog.dismiss().catch(() => {});
  });
  return { posts: () => posts, questions: () => questions };
}

/** Waits until the page has sent all its requests. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(300);
}

/** Holds Enter down, so that the keyboard repeats it before and after the answer. */
async function heldDown(page: Page): Promise<void> {
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await expect.poll(() => page.getByRole('status').innerText()).not.toBe('');
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
}

function isInWindow(page: Page): Promise<boolean> {
  return page.getByRole('status').evaluate((region) => {
    const { top, bottom, height } = region.getBoundingClientRect();
    return height > 0 && top >= 0 && bottom <= window.innerHeight;
  });
}
