import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { axeViolations } from '../support/browser/axe.ts';
import { openBrowser } from '../support/browser/browser.ts';
import { addContact, type CastUser, newcomer, type Someone, scopeOf, someone } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';
import { sheetTexts } from './pdf-text.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const contacts = '/administracion/contactos';
const date = 'Miércoles 6 de Abril de 2022';
/** The headings that sort the list, which, like the names, are links on the screen and look like plain words on paper. */
const heads = ['Nombres', 'Cargo', 'Fecha Ingreso', 'Fecha Salida', 'Estado'];

onStage('The list of contacts', (stage) => {
  beforeAll(async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (const surname of Array(50).fill('Muñoz')) await addContact(scope, newcomer(surname, 'Mateo'));
  });

  test.each([true, false])(
    'is printed with entity and date on each sheet, and without navigation (scripting %s)',
    async (javaScript) => {
      const user = await atTheList(stage, { javaScript }, '?filas=100');
      const { page } = user;
      expect(await controls(page)).toContain('Agregar Contacto');
      await page.emulateMedia({ media: 'print' });
      const names = await page.locator('tbody th').allInnerTexts();
      expect((await controls(page)).filter((name) => !names.includes(name))).toEqual(heads);
      const sheets = sheetTexts(await page.pdf({ format: 'A4' }));
      expect(sheets.length).toBeGreaterThan(1);
      for (const [index, sheet] of sheets.entries()) {
        for (const words of [stage.quito.name, stage.quito.ruc, date, `${index + 1} / ${sheets.length}`]) {
          expect(sheet).toContain(words.replaceAll(' ', ''));
        }
      }
      const everything = sheets.join('');
      for (const words of ['SalgadoAmparo', 'ÑacatoDiana', 'VeraÓscar', 'Num', 'Cargo'])
        expect(everything).toContain(words);
      for (const words of ['Cerrar', 'Agregar', 'Editar', 'Buscar', 'Ayuda']) expect(everything).not.toContain(words);
      await user.leave();
    },
  );

  test('is printed by “Imprimir” with scripting', async () => {
    const user = await atTheList(stage, {}, '?filas=100');
    const printed = await prints(user);
    await user.reach('Imprimir');
    await user.page.keyboard.press('Enter');
    await expect.poll(printed).toBe(1);
    expect(user.page.url()).toMatch(/contactos\?filas=100$/);
    await user.leave();
  });

  test.each([true, false])('is printed whole from one of its pages (scripting %s)', async (javaScript) => {
    const user = await atTheList(stage, { javaScript }, '?filas=20&pagina=2&orden=nombres&buscar=mu%C3%B1oz');
    const printed = javaScript ? await prints(user) : null;
    await user.follow('Imprimir');
    if (printed) await expect.poll(printed).toBe(1);
    expect(new URL(user.page.url()).hash).toBe(javaScript ? '' : '#imprimir');
    expect(await user.page.locator('tbody tr').count()).toBe(50);
    const everything = sheetTexts(await user.page.pdf({ format: 'A4' })).join('');
    expect(everything.match(/MuñozMateo/g)).toHaveLength(50);
    expect(everything).toContain('50de55contactos');
    expect(everything).not.toContain('página');
    await user.leave();
  });

  test('has a page for printing without scripting, with a link back', async () => {
    const user = await atTheList(stage, { javaScript: false, width: 360 }, '?filas=100');
    const { page } = user;
    await user.follow('Imprimir');
    expect(page.url()).toMatch(/\?filas=100&imprimir=1$/);
    const { quito } = stage;
    const text = await page.locator('body').innerText();
    for (const words of [quito.name, quito.ruc, date, 'Salgado Amparo']) expect(text).toContain(words);
    expect(await controls(page)).toEqual(['Regresar']);
    expect(await axeViolations(page)).toEqual([]);
    await user.follow('Regresar');
    expect(new URL(page.url()).pathname).toBe(contacts);
    await user.leave();
  });
});

const columnsOnPaper = ['Nro.', 'FECHA', 'USUARIO', 'USUARIO NOMBRE', 'ACTIVAR USUARIO'];

onStage('Paper', (stage) => {
  test.each([true, false])('says who is ACTIVO and who is INACTIVO (scripting %s)', async (javaScript) => {
    const user = await atTheList(stage, { javaScript }, undefined, '/administracion/usuarios');
    await user.page.emulateMedia({ media: 'print' });
    const seen = await user.page.locator('tr:not(.sheet) > :is(th, td)').filter({ visible: true }).allInnerTexts();
    expect(seen.slice(0, columnsOnPaper.length)).toEqual(columnsOnPaper);
    const states = seen.filter((_, index) => index % columnsOnPaper.length === 4).slice(1);
    expect(new Set(states.map((state) => state.trim()))).toEqual(
      new Set(['Usuario Administrador', 'ACTIVO', 'INACTIVO']),
    );
    await user.leave();
  });

  test.each([true, false])('says who does not get in today, and why (scripting %s)', async (javaScript) => {
    const people: [Someone, string][] = [
      [{ until: '2022-04-05' }, 'ACTIVO VENCIDO'],
      [{ from: '2022-04-07' }, 'ACTIVO Empieza el 2022-04-07'],
      [{ state: 'temporary' }, 'ACTIVO contraseña temporal vencida'],
    ];
    const surname = `Papel${javaScript ? 'A' : 'B'}`;
    const users: CastUser[] = [];
    for (const [more] of people) users.push(await someone(stage, { ...more, paternalSurname: surname }));
    const passed = { temporary_until: new Date(0) };
    const { owner } = stage.database;
    await owner
      .updateTable('users')
      .set(passed)
      .where('id', '=', users[2]?.id ?? 0)
      .execute();
    const user = await atTheList(stage, { javaScript }, `?buscar=${surname}`, '/administracion/usuarios');
    await user.page.emulateMedia({ media: 'print' });
    const states = await user.page.locator('tbody td:nth-child(7)').allInnerTexts();
    expect(states.map((state) => state.replace(/\s+/g, ' ').trim())).toEqual(people.map(([, state]) => state));
    const text = sheetTexts(await user.page.pdf({ format: 'A4' })).join('');
    for (const [, state] of people) expect(text).toContain(state.replaceAll(' ', ''));
    await user.open(`/administracion/usuarios?buscar=${surname}&imprimir=1`);
    const bare = await user.page.locator('tbody td:nth-child(7)').allInnerTexts();
    expect(bare.map((state) => state.replace(/\s+/g, ' ').trim())).toEqual(people.map(([, state]) => state));
    await user.leave();
  });

  test('shows values whole, as typed, without fields, actions and empty lines', async () => {
    const { administrator } = stage.quito;
    const user = await atTheList(stage, {}, undefined, `${contacts}/${administrator.contactId}`);
    const long = `${'direccion.muy.larga.'.repeat(3)}x@${'institucion-publica.'.repeat(6)}gob.ec`;
    await user.fill({ 'Correo Electrónico': long });
    const text = sheetTexts(await user.page.pdf({ format: 'A4' })).join('');
    expect(text).toContain(long);
    expect(text).not.toContain('Sesiones');
    expect(text).not.toContain('Elijaunaopción');
    expect(await user.typed('Correo Electrónico')).toEqual({ 'Correo Electrónico': long });
    expect(await user.page.locator('.value').count()).toBe(0);
    await user.open(`/administracion/usuarios/${stage.diana.id}/perfil`);
    const profile = sheetTexts(await user.page.pdf({ format: 'A4' })).join('');
    expect(profile).toMatch(/Menú1:ENTIDAD-/);
    const lines = await user.page.locator('.lines .empty').count();
    expect(lines).toBeGreaterThan(0);
    expect(profile.match(/Menú\d+:/g)).toHaveLength((await user.page.locator('.lines li').count()) - lines);
    expect(profile).not.toContain('Quitar');
    await user.leave();
  });

  test('has neither links nor buttons of actions in facts and budgets', async () => {
    const user = await atTheList(stage, {}, undefined, '/datos-generales/info-usuario');
    for (const [path, words] of [
      ['/datos-generales/info-usuario', ['Contraseña', 'Cambiar']],
      [`/administracion/usuarios/${stage.diana.id}/presupuesto`, ['MODIFICAR', 'Modificar', 'Guardar']],
    ] as const) {
      for (const query of ['', '?imprimir=1']) {
        await user.open(`${path}${query}`);
        const text = sheetTexts(await user.page.pdf({ format: 'A4' })).join('');
        for (const word of words) expect(text).not.toContain(word);
      }
    }
    await user.leave();
  });
});

/** Counts the print dialogs that pages open from now on. */
async function prints({ page }: KeyboardUser): Promise<() => number> {
  const printed = vi.fn();
  await page.exposeFunction('printed', () => printed());
  const replace = () => Object.assign(window, { print: () => Reflect.get(window, 'printed')() });
  await page.addInitScript(replace);
  await page.evaluate(replace);
  return () => printed.mock.calls.length;
}

async function atTheList(stage: Stage, seat: Seat = {}, query = '', path = contacts): Promise<KeyboardUser> {
  const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { ...seat, axe: false });
  await user.open(`${path}${query}`);
  return user;
}

/** Lists the visible controls and links. */
async function controls(page: Page): Promise<string[]> {
  const roles = ['link', 'button', 'textbox', 'searchbox', 'combobox'] as const;
  const seen = roles.map((role) => page.getByRole(role).filter({ visible: true }).allInnerTexts());
  return (await Promise.all(seen)).flat();
}
