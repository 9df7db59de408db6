import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { scopeOf } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';
import { sheetTexts } from './pdf-text.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const page = '/datos-generales/mis-datos';
const label = 'Qué debe corregirse';
const seats: (Seat & { who: 'diana' | 'bruno' })[] = [
  { javaScript: true, width: 1280, colorScheme: 'light', who: 'diana' },
  { javaScript: false, width: 360, colorScheme: 'dark', who: 'bruno' },
];

onStage('A delegate', (stage) => {
  test.each(seats)(
    'reads their data, asks for a correction, and ends their access, all by keyboard (%o)',
    async ({ who, ...seat }) => {
      const person = stage[who];
      const user = await KeyboardUser.signedIn(browser, stage, person, seat);
      await user.open('/inicio');
      await user.follow('Datos Generales');
      await user.follow('Mis datos');
      await user.shows('main', person.email, person.userName, 'Contacto creado', 'adminquito');
      await user.fill({ [label]: 'Mi cargo es Rector.' });
      await user.press('Solicitar corrección');
      expect(await user.said()).toBe('Su solicitud quedó registrada para el administrador de su entidad.');
      await user.shows('main', 'Pidió esta corrección: Mi cargo es Rector.');
      await user.follow('Terminar mi acceso');
      await user.shows('main', `Su usuario ${person.userName} queda desactivado en el acto`, 'no puede deshacerlo');
      await user.press('Terminar');
      await user.fill({ Contraseña: person.password, Motivo: 'Cambio de cargo.' });
      await user.press('Terminar');
      expect(new URL(user.page.url()).pathname).toBe('/ingreso');
      expect(await user.said()).toBe('Su acceso terminó y sus sesiones se cerraron.');
      await user.page.goto('/datos-generales/terminar');
      expect(new URL(user.page.url()).pathname).toBe('/ingreso');
      expect(await incidentsOf(stage, 'user', person.id, 'user.deactivated')).toHaveLength(1);
      await user.leave(/the server responded with a status of 422/);
    },
    60_000,
  );
});

onStage('Own data of several pages', (stage) => {
  test('are leafed through beside a text that is being typed, and are printed whole', async () => {
    const { diana } = stage;
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (let count = 1; count <= 25; count += 1) {
      await quito.budgets.set(diana.id, count, { limit: `${count}.00`, active: true });
    }
    const user = await KeyboardUser.signedIn(browser, stage, diana);
    await user.open(page);
    await user.fill({ [label]: 'Mi cargo es Rector.' });
    expect(await user.reach('Siguiente')).toMatchObject({ role: 'link' });
    await user.page.keyboard.press('Enter');
    await user.page.waitForURL(`**${page}?pagina=2`);
    await user.shows('main', 'página 2 de 2', 'Contacto creado');
    expect(await user.typed(label)).toEqual({ [label]: 'Mi cargo es Rector.' });
    await user.page.goto(`${page}?imprimir=1`);
    const text = sheetTexts(await user.page.pdf({ format: 'A4' })).join('');
    for (const words of ['MontoLímite(USD):USD1.00', 'USD24.00→USD25.00', diana.email]) expect(text).toContain(words);
    expect(text).not.toMatch(/Solicitarcorrección|Descargarmis|Siguiente/);
    await user.leave();
  });
});
