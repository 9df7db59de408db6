import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { focused } from '../support/browser/tab.ts';
import { addDelegate, newcomer, scopeOf } from '../support/stage/cast.ts';
import { openStage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';
import { sheetTexts } from './pdf-text.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const day = 24 * 3_600_000;

test.each<Seat>([
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
])(
  'An administrator prints the state of a past day, and an auditor verifies it, by keyboard (%o)',
  async (seat) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    for (let number = 10; number < 40; number += 1) {
      await addDelegate(stage, `delegado${number}x`, newcomer('Muñoz', 'Mía'), 'new');
    }
    stage.clock.advance(3 * day);
    const { profiles } = scopeOf(stage.database, stage.quito, stage.clock.now);
    await profiles.set(stage.bruno.id, ['DATOS_GENERALES'], ['DATOS_GENERALES', 'REPORTES']);

    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);
    await user.open('/inicio');
    await user.follow('Administración');
    await user.follow('Estado a la fecha');
    expect(await user.rowText('delegado02')).toContain('ENTIDAD-REPORTES');
    await user.fill({ Fecha: '10/04/2022' });
    await user.press('Consultar');
    expect(await focused(user.page)).toMatchObject({ role: 'alert' });
    await user.fill({ Fecha: '07/04/2022' });
    await user.press('Consultar');
    expect(await user.rowText('delegado02')).not.toContain('ENTIDAD-REPORTES');
    const [code = ''] = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(await user.page.locator('dl').innerText()) ?? [];

    await user.open('/administracion/estado?fecha=2022-04-07&imprimir=1');
    const sheets = sheetTexts(await user.page.pdf({ format: 'A4' }));
    expect(sheets.length).toBeGreaterThan(1);
    for (const sheet of sheets) {
      for (const words of [stage.quito.name, stage.quito.ruc, 'estado al 2022-04-07, hecho el 2022-04-09 15:53']) {
        expect(sheet).toContain(words.replaceAll(' ', ''));
      }
    }
    expect(sheets[0]).toContain(code);
    expect(sheets.join('').match(/delegado\d\dx/g)).toHaveLength(30);
    for (const words of ['Consultar', 'Descargar', 'Siguiente']) expect(sheets.join('')).not.toContain(words);
    await user.leave(/422/);

    const auditor = await KeyboardUser.sitDown(browser, stage.site.baseUrl, seat);
    await auditor.open('/');
    await auditor.follow('Verificar un reporte');
    await auditor.fill({ RUC: stage.quito.ruc, Fecha: '2022-04-08', Código: code.toLowerCase() });
    await auditor.press('Verificar');
    expect(await focused(auditor.page)).toMatchObject({ role: 'alert' });
    await auditor.fill({ Fecha: '2022-04-07' });
    await auditor.press('Verificar');
    expect(await auditor.said()).toMatch(/^El código es correcto/);
    expect((await auditor.typed('Código')).Código).toBe(code.toLowerCase());
    await auditor.leave(/422/);
  },
  60_000,
);
