import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { openStage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const seats: Seat[] = [
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
];

test.each(seats)(
  'An administrator changes the own e-mail with the password and takes it back from the notice, all by keyboard (%o)',
  async (seat) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    const inbox = await stage.openInbox();
    const { administrator } = stage.quito;
    const user = await KeyboardUser.signedIn(browser, stage, administrator, seat);
    await user.open(`/administracion/contactos/${administrator.contactId}`);
    await user.fill({ 'Correo Electrónico': 'otra@prueba.example' });
    await user.press('Guardar');
    await user.shows('main', 'Confirmar cambios', '«amparo@prueba.example» pasa a «otra@prueba.example»');
    await user.fill({ Contraseña: 'No-es-esta-22' });
    await user.press('Guardar los cambios');
    await user.shows('main', 'no es la contraseña con la que ingresó');
    await user.fill({ Contraseña: administrator.password });
    await user.press('Guardar los cambios');
    expect(await user.said()).toBe('Datos Actualizados');

    const { text } = await inbox.next((mail) => mail.text.includes('Yo no hice este cambio'));
    const [, link = ''] = /Yo no hice este cambio: http:\/\/[^/]+(\S+)/.exec(text) ?? [];
    await user.open(link);
    await user.press('Deshacer el cambio');
    expect(await user.said()).toBe('El cambio se deshizo y su reporte quedó registrado.');
    await user.shows('main', 'Por ahora nadie puede recuperar la contraseña.');
    await user.leave();
  },
  60_000,
);
