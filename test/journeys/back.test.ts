import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

onStage('Going back to a form', (stage) => {
  test.each([true, false])(
    'that edits shows what is stored now, not what was typed (scripting %s)',
    async (javaScript) => {
      const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { javaScript, axe: false });
      const path = `/administracion/contactos/${stage.bruno.contactId}`;
      await user.open(path);
      const [fields, sex] = [['Correo Electrónico', 'Cargo'] as const, user.page.getByLabel('Masculino')];
      const stored = await user.typed(...fields);
      await user.fill({ 'Correo Electrónico': 'mio@uno.example', Cargo: 'Asesor' });
      const wasChecked = await sex.isChecked();
      await sex.setChecked(true);
      await user.follow('Cancelar');
      const other = await stage.signedIn(stage.quito.administrator);
      await other.open(path);
      await other.fill({ 'Correo Electrónico': 'ajeno@dos.example' }).press('Guardar');
      await user.page.goBack();
      expect(new URL(user.page.url()).pathname).toBe(path);
      expect(await user.typed(...fields)).toEqual({ ...stored, 'Correo Electrónico': 'ajeno@dos.example' });
      expect(await sex.isChecked()).toBe(wasChecked);
      await user.leave();
    },
  );
});
