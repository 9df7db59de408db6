import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { focused } from '../support/browser/tab.ts';
import { administratorsOf } from '../support/stage/administrator.ts';
import { password } from '../support/stage/cast.ts';
import { openStage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

test.each<Seat>([
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
])(
  'An administrator offers the administration, and the delegate accepts it, by keyboard (%o)',
  async (seat) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    const { quito, diana } = stage;
    const administrator = await KeyboardUser.signedIn(browser, stage, quito.administrator, seat);
    await administrator.open('/inicio');
    await administrator.follow('Administración');
    await administrator.follow('Administrador');
    await administrator.fill({ 'Nuevo administrador': 'Ñacato Diana (delegada01)' });
    if (seat.javaScript) {
      await expect.poll(() => administrator.page.inputValue('#email')).toBe(diana.email);
      expect(await administrator.said()).toBe(`Correo Electrónico: está el registrado, ${diana.email}.`);
      expect(await focused(administrator.page)).toMatchObject({ name: 'Nuevo administrador *' });
    }
    await administrator.fill({ Contraseña: password });
    await administrator.press('Proponer');
    expect(await administrator.said()).toBe('Propuesta hecha. Espera respuesta.');
    await administrator.shows('main', 'Ñacato Diana (delegada01)', diana.email, '2022-04-09 15:53');

    const delegate = await KeyboardUser.signedIn(browser, stage, diana, seat);
    await delegate.open('/inicio');
    await delegate.shows('main', 'Salgado Amparo (adminquito) le propone', 'sigue como delegado');
    await delegate.press('Aceptar la administración');
    expect(await delegate.said()).toBe('Usted es ahora el administrador de la entidad. Ver el acta');
    expect(await administratorsOf(stage, quito)).toEqual([diana.userName]);
    await delegate.follow('Administración');

    await administrator.page.reload();
    expect(new URL(administrator.page.url()).pathname).toBe('/ingreso');
    await delegate.leave();
    await administrator.leave();
  },
  90_000,
);
