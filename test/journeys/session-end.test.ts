import { afterAll, expect, test } from 'vitest';
import { timeText } from '../../src/domain/civil-date.ts';
import { axeViolations } from '../support/browser/axe.ts';
import { openBrowser } from '../support/browser/browser.ts';
import { pressAndLoad } from '../support/browser/keys.ts';
import { focused } from '../support/browser/tab.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const minute = 60_000;
const form = '/administracion/contactos/nuevo';
const announcement = /^Su sesión terminará a las \d\d:\d\d\. Para seguir, pulse una tecla o toque la página\.$/;
const over = 'Su sesión no está abierta o terminó. Ingrese para continuar.';

onStage('The end of a session', (stage) => {
  test('is announced six minutes before with its time, and put off by one key', async () => {
    const user = await atTheForm(stage);
    await user.fill({ 'Apellido Paterno': 'Dávila' });
    await pass(stage, user, 23 * minute);
    // The page's clock stands still around the moment, because a busy machine takes a second for a question.
    const end = await user.page.evaluate(() => Number(localStorage.end));
    await user.page.clock.pauseAt(end - 6 * minute - 1000);
    expect(await user.said()).toBe('');
    await user.page.clock.runFor(2000);
    expect(await user.said()).toMatch(announcement);
    await user.page.clock.resume();
    stage.clock.advance(minute);
    expect(await axeViolations(user.page)).toEqual([]);
    expect(await focused(user.page)).toMatchObject({ role: 'textbox' });
    await user.page.keyboard.press('Shift');
    await expect.poll(() => user.said()).toBe('Su sesión sigue abierta.');
    expect(await user.typed('Apellido Paterno')).toEqual({ 'Apellido Paterno': 'Dávila' });
    // It can be put off again and again.
    await pass(stage, user, 24 * minute + 1000);
    expect(await user.said()).toMatch(announcement);
    await user.page.mouse.click(5, 5);
    await expect.poll(() => user.said()).toBe('Su sesión sigue abierta.');
    await pass(stage, user, 20 * minute);
    await user.open('/inicio');
    expect(new URL(user.page.url()).pathname).toBe('/inicio');
    await user.leave();
  });

  test('can be put off at the second try where the network failed at the first', async () => {
    const user = await atTheForm(stage);
    await pass(stage, user, 25 * minute);
    await user.page.context().setOffline(true);
    await user.page.keyboard.press('Shift');
    await user.page.waitForTimeout(200);
    expect(await user.said()).toMatch(announcement);
    await user.page.context().setOffline(false);
    await expect
      .poll(async () => {
        await user.page.keyboard.press('Shift');
        return user.said();
      })
      .toBe('Su sesión sigue abierta.');
    await user.leave();
  });

  test('after eight hours is announced with its time and can’t be put off', async () => {
    const user = await atTheForm(stage);
    for (let passed = 0; passed < 19; passed += 1) {
      await pass(stage, user, 24 * minute + 1000);
      expect(await user.said()).toMatch(announcement);
      await user.page.keyboard.press('Shift');
      await expect.poll(() => user.said()).not.toMatch(announcement);
    }
    expect(await user.said()).toMatch(/^Su sesión termina a las \d\d:\d\d, aunque la esté usando\./);
    await user.leave();
  });

  test('is shown to a person who comes back too late, without losing typed text', async () => {
    const { administrator } = stage.quito;
    const user = await atTheForm(stage);
    await user.fill({ 'Apellido Paterno': 'Dávila', Cargo: 'Analista' });
    await pass(stage, user, 31 * minute);
    await user.page.keyboard.press('Shift');
    await expect.poll(() => user.said()).toBe(over);
    await comesBack(user, administrator);
    await user.leave();
  });

  test.each([
    { slept: 25, expected: announcement },
    {
      slept: 31,
      expected:
        /^Su sesión terminó a las \d\d:\d\d por falta de uso\. Lo que escribió se conserva si lo guarda ahora\.$/,
    },
  ])('is told by the clock when the machine wakes after $slept minutes', async ({ slept, expected }) => {
    const user = await atTheForm(stage);
    // The end is told to the minute, so it isn't guessed from a moment that may lie in the next one.
    const end = new Date(await user.page.evaluate(() => Number(localStorage.end)));
    const left = end.getTime() - (await now(user));
    expect([left > 29 * minute, left <= 30 * minute]).toEqual([true, true]);
    // A machine that sleeps runs no timers, and wakes later.
    await user.page.clock.fastForward(slept * minute);
    await expect.poll(() => user.said()).toMatch(expected);
    expect(await user.said()).toContain(` a las ${timeText(end)}`);
    await user.leave();
  });

  test('is told as late as the last page of another tab puts it off', async () => {
    const user = await atTheForm(stage);
    await user.page.clock.runFor(20 * minute);
    await user.page.evaluate((end) => localStorage.setItem('end', String(end)), (await now(user)) + 30 * minute);
    await user.page.clock.runFor(20 * minute);
    expect(await user.said()).toBe('');
    await user.page.clock.runFor(5 * minute);
    expect(await user.said()).toMatch(announcement);
    await user.leave();
  });

  test('is not announced without a session', async () => {
    const user = await KeyboardUser.sitDown(browser, stage.site.baseUrl, { axe: false });
    await user.page.clock.install();
    await user.open('/ingreso');
    await pass(stage, user, 40 * minute);
    expect(await user.said()).toBe('');
    await user.leave();
  });
});

onStage('The end of a session without scripting', (stage) => {
  test('loses no form that is sent too late: it is shown again after signing in', async () => {
    const { administrator } = stage.quito;
    const user = await atTheForm(stage, { javaScript: false, width: 360 });
    await user.fill({ 'Apellido Paterno': 'Dávila', Cargo: 'Analista' });
    stage.clock.advance(31 * minute);
    await comesBack(user, administrator);
    await user.leave();
  });
});

onStage('One’s sessions', (stage) => {
  test.for<Seat>([
    { javaScript: true, width: 1280 },
    { javaScript: false, width: 360, colorScheme: 'dark' },
  ])('are ended by keyboard (%o)', async (seat) => {
    const person = seat.javaScript ? stage.diana : stage.carla;
    for (let others = 0; others < 3; others += 1) await stage.signedIn(person);
    const user = await KeyboardUser.signedIn(browser, stage, person, seat);
    await user.open('/inicio');
    await user.follow('Datos Generales');
    await user.follow('Sesiones');
    await user.reach(/^Cerrar la sesión de Desconocido, desde /);
    await pressAndLoad(user.page);
    await user.fill({ Contraseña: person.password });
    await user.press('Cerrar la sesión');
    expect(await user.said()).toMatch(/^Se cerró la sesión de Desconocido, desde /);
    await user.follow('Cerrar todas las demás');
    await user.fill({ Contraseña: person.password });
    await user.press('Cerrar todas las demás');
    expect(await user.said()).toBe('Se cerraron 2 sesiones.');
    expect(await user.page.getByRole('rowheader').count()).toBe(1);
    await user.leave();
  });

  test('are ended by the administrator by keyboard', async () => {
    await stage.signedIn(stage.bruno);
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator);
    await user.open(`/administracion/contactos/${stage.bruno.contactId}`);
    await user.follow('Sesiones de delegado02');
    await user.fill({ Contraseña: stage.quito.administrator.password });
    await user.press('Cerrar sus sesiones');
    expect(await user.said()).toBe('Se cerró 1 sesión.');
    await user.leave();
  });
});

async function atTheForm(stage: Stage, seat: Seat = {}): Promise<KeyboardUser> {
  const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { axe: false, ...seat });
  if (seat.javaScript !== false) await user.page.clock.install();
  await user.open(form);
  return user;
}

function now({ page }: KeyboardUser): Promise<number> {
  return page.evaluate(() => Date.now());
}

/** Advances the clocks of the page and of the product. */
async function pass(stage: Stage, { page }: KeyboardUser, ms: number): Promise<void> {
  stage.clock.advance(ms);
  await page.clock.runFor(ms);
}

async function comesBack(user: KeyboardUser, person: CastUser): Promise<void> {
  await user.press('Guardar');
  expect(new URL(user.page.url()).pathname).toBe('/ingreso');
  expect(await user.said()).toBe(`${over} Lo que escribió se conserva durante una hora.`);
  await user.signIn(person);
  expect(new URL(user.page.url()).pathname).toBe(form);
  expect(await user.said()).toBe('Su sesión terminó antes de guardar. Revise lo que escribió y guarde de nuevo.');
  expect(await user.typed('Apellido Paterno', 'Cargo')).toEqual({ 'Apellido Paterno': 'Dávila', Cargo: 'Analista' });
}
