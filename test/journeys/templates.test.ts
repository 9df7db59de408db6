import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { pressAndSwap } from '../support/browser/keys.ts';
import { focused } from '../support/browser/tab.ts';
import { menusOf } from '../support/stage/cast.ts';
import { openStage } from '../support/stage/stage.ts';
import { storedTemplates } from '../support/stage/templates.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

test.each<Seat>([
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
])(
  'An administrator makes a template, gives it to a delegate and deletes it, by keyboard (%o)',
  async (seat) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);
    await user.open('/inicio');
    await user.follow('Administración');
    await user.follow('Perfiles tipo');
    await user.shows('main', 'Aún no hay perfiles tipo.');
    await user.follow('Agregar Perfil Tipo');
    await user.press('Guardar');
    expect(await focused(user.page)).toMatchObject({ role: 'alert' });
    await user.fill({ Nombre: 'Compras' });
    for (const menu of ['ENTIDAD-CONSULTAS', 'ENTIDAD-REPORTES']) {
      expect(await user.reach(menu)).toMatchObject({ role: 'checkbox' });
      await user.page.keyboard.press('Space');
    }
    await user.press('Guardar');
    expect(await user.said()).toBe('Datos Actualizados');
    expect(await user.rowText('Compras')).toContain('ENTIDAD-CONSULTAS, ENTIDAD-REPORTES');
    expect(await user.rowText('Compras')).toContain('ningún usuario');

    await user.follow('Usuarios');
    await user.follow('Agregar Perfil delegado02');
    await user.fill({ 'Perfil tipo': 'Compras' });
    await applies(user);
    expect(await user.said()).toBe('Se aplicó Compras: 2 menús. Presione Grabar para que rijan.');
    expect((await focused(user.page))?.name).toBe('Menú 1');
    expect(await menusOf(stage, stage.bruno)).toEqual(['DATOS_GENERALES']);
    await user.press('Grabar');
    expect(await menusOf(stage, stage.bruno)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'REPORTES']);

    await user.follow('Perfiles tipo');
    expect(await user.rowText('Compras')).toContain('1 usuario');
    await user.follow('Eliminar Compras');
    await user.shows('main', 'A nadie se le quita un menú');
    await user.press('Eliminar');
    expect(await user.said()).toBe('Se eliminó el perfil tipo Compras.');
    expect(await storedTemplates(stage, stage.quito)).toEqual([]);
    expect(await menusOf(stage, stage.bruno)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'REPORTES']);
    await user.leave();
  },
  60_000,
);

async function applies(user: KeyboardUser): Promise<void> {
  if (!user.seat.javaScript) return user.press('Aplicar');
  await user.reach('Aplicar');
  await pressAndSwap(user.page);
  // The message stands above the bar of actions, and hides none of its buttons.
  const message = await user.page.locator('#mensaje p').boundingBox();
  const bar = await user.page.locator('.toolbar').boundingBox();
  expect((message?.y ?? 0) + (message?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
}
