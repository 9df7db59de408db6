import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { pressAndSwap } from '../support/browser/keys.ts';
import { focused } from '../support/browser/tab.ts';
import { grant, menusOf, someone } from '../support/stage/cast.ts';
import { addCopies } from '../support/stage/choosing.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { openStage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const list = '/administracion/usuarios?buscar=gentio&filas=100';

test.each<Seat>([
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
])(
  '40 users are activated, lose a menu and are reset in three presses each, by keyboard (%o)',
  async (seat) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    const first = await someone(stage, { paternalSurname: 'Gentío', state: 'new' });
    const crowd = [first, ...(await addCopies(stage, first, 39))];
    for (const one of crowd) await grant(stage, one, ['CONSULTAS', 'EMERGENCIAS']);
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);

    await choosesAll(user, 'Activar');
    await user.shows('main', 'Va a cambiar: 40 usuarios');
    await user.press('Confirmar');
    expect(await user.said()).toBe('Datos Actualizados');
    await user.shows('main', 'Hecho: 40 usuarios', 'No se envió el aviso');

    await choosesAll(user, 'Quitar menú');
    await user.fill({ 'Menú que se quita': 'ENTIDAD-CONSULTAS' });
    await user.press('Confirmar');
    await user.shows('main', 'Hecho: 40 usuarios');

    await choosesAll(user, 'Resetear contraseña');
    await user.press('Confirmar');
    await user.shows('main', 'Hecho: 30 usuarios', 'Quedaron fuera: 10 usuarios', 'Inténtelo a partir de las');
    await user.leave();

    for (const one of crowd) expect(await menusOf(stage, one)).toEqual(['DATOS_GENERALES', 'EMERGENCIAS']);
    const events = await Promise.all(crowd.map(({ id }) => incidentsOf(stage, 'user', id)));
    const counts = (event: string) => events.filter((own) => own.filter((one) => one.event === event).length === 1);
    expect(['user.activated', 'profile.changed', 'password.reset'].map((event) => counts(event).length)).toEqual([
      40, 40, 30,
    ]);
  },
  120_000,
);

test('The chosen rows are counted, and a row that is swapped stays chosen', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator);
  const { page } = user;
  const count = () => page.locator('#elegidos span').textContent();
  await user.open('/administracion/usuarios');
  await ticks(user, 'Elegir delegada01');
  expect(await count()).toBe('1 elegido');
  await ticks(user, 'Elegir todos los de la página');
  expect(await count()).toBe('3 elegidos');
  await ticks(user, 'Elegir delegado02');
  expect(await count()).toBe('2 elegidos');
  expect(await page.getByLabel('Elegir todos los de la página').isChecked()).toBe(false);
  await user.reach('Activar Usuario delegada03');
  await pressAndSwap(page);
  expect(await page.getByLabel('Elegir delegada03').isChecked()).toBe(true);
  await ticks(user, 'Elegir todos los de la página');
  await ticks(user, 'Elegir delegado02');
  await user.fill({ 'Con los elegidos': 'Desactivar' });
  await user.press('Continuar');
  await user.shows('main', 'Va a cambiar: 2 usuarios', 'delegada01', 'delegada03');
  await user.leave();
});

async function choosesAll(user: KeyboardUser, action: string): Promise<void> {
  await user.open(list);
  await ticks(user, 'Elegir todos los de la página');
  await user.fill({ 'Con los elegidos': action });
  await user.press('Continuar');
}

async function ticks(user: KeyboardUser, box: string): Promise<void> {
  expect(await user.reach(box)).toEqual({ role: 'checkbox', name: box });
  await user.page.keyboard.press('Space');
  expect((await focused(user.page))?.name).toBe(box);
}
