import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const minute = 60_000;
const form = '/administracion/contactos/nuevo';

/** What happens in the second tab, or elsewhere, while the form is being typed in the first. */
type Meanwhile = (second: Page, stage: Stage) => Promise<unknown>;

const signedOut: Meanwhile = (second) => press(second, 'Cerrar Sesión');
const otherPerson: Meanwhile = async (second, stage) => {
  await signedOut(second, stage);
  await enter(second, stage.diana);
};

/** Each case of the table (pages, typed forms), with what becomes of the form. */
const cases: [what: string, outcome: 'taken' | 'kept' | 'not done', Meanwhile][] = [
  ['the session has run out', 'kept', async (_, { clock }) => clock.advance(31 * minute)],
  [
    'the session has run out and the person has signed in again',
    'taken',
    async (second, { clock, quito }) => {
      clock.advance(31 * minute);
      await second.reload();
      await enter(second, quito.administrator);
    },
  ],
  ['the person has signed out', 'kept', signedOut],
  [
    'the person has signed out and in again',
    'taken',
    async (second, stage) => {
      await signedOut(second, stage);
      await enter(second, stage.quito.administrator);
    },
  ],
  [
    'a sixth sign-in has pushed the session out',
    'kept',
    async (_, stage) => {
      for (let sixth = 0; sixth < 5; sixth += 1) await stage.signedIn(stage.quito.administrator);
    },
  ],
  ['another person has signed in', 'not done', otherPerson],
  [
    'the person has changed the password',
    'taken',
    async (second, { quito: { administrator } }) => {
      await second.goto('/datos-generales/contrasena');
      const password = ['Loro-Verde-88', 'Garza-Azul-77'].find((one) => one !== administrator.password) ?? '';
      await second.getByLabel('Contraseña Anterior').fill(administrator.password);
      await second.getByLabel('Nueva Contraseña').fill(password);
      await second.getByLabel('Confirmar Contraseña').fill(password);
      await press(second, 'Guardar');
      administrator.password = password;
    },
  ],
];

onStage('A form typed in one tab', (stage) => {
  for (const javaScript of [true, false]) {
    test.for(cases)(`is never lost (scripting ${javaScript}): %s → %s`, async ([, outcome, meanwhile]) => {
      const { administrator } = stage.quito;
      const first = await browser.newPage({ baseUrl: stage.site.baseUrl, javaScript });
      await enter(first, administrator);
      await first.goto(form);
      await first.getByLabel('Apellido Paterno').fill('Dávila');
      const second = await first.context().newPage();
      await second.goto('/inicio');
      await meanwhile(second, stage);
      await press(first, 'Guardar');
      expect(new URL(first.url()).pathname).toBe({ taken: form, kept: '/ingreso', 'not done': '/inicio' }[outcome]);
      if (outcome === 'not done') {
        expect(await first.getByRole('status').textContent()).toContain('No se hizo nada');
        await press(first, 'Cerrar Sesión');
      }
      if (outcome !== 'taken') await enter(first, administrator);
      expect(new URL(first.url()).pathname).toBe(form);
      expect(await first.getByLabel('Apellido Paterno').inputValue()).toBe('Dávila');
      await first.context().close();
    });
  }

  test('is still there after “Ayuda”, which opens beside it', async () => {
    const first = await browser.newPage({ baseUrl: stage.site.baseUrl });
    await enter(first, stage.quito.administrator);
    await first.goto(form);
    await first.getByLabel('Apellido Paterno').fill('Dávila');
    const help = first.context().waitForEvent('page');
    await first.getByRole('link', { name: /^Ayuda/ }).click();
    expect(new URL((await help).url()).pathname).toMatch(/^\/ayuda\//);
    expect(await first.getByLabel('Apellido Paterno').inputValue()).toBe('Dávila');
    await press(first, 'Guardar');
    expect(await first.getByLabel('Apellido Paterno').inputValue()).toBe('Dávila');
    await first.context().close();
  });
});

async function enter(page: Page, { ruc, userName, password }: CastUser): Promise<void> {
  if (new URL(page.url(), 'http://localhost').pathname !== '/ingreso') await page.goto('/ingreso');
  await page.getByLabel('Ruc').fill(ruc);
  await page.getByLabel('Usuario').fill(userName);
  await page.getByLabel('Contraseña', { exact: true }).fill(password);
  await press(page, 'Entrar');
}

async function press(page: Page, name: string): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name, exact: true }).first().click();
  await loaded;
}
