import { afterAll, expect, onTestFinished, test } from 'vitest';
import { contactActions } from '../../src/domain/bulk-change-contacts.ts';
import { userActions } from '../../src/domain/bulk-change-users.ts';
import { openBrowser } from '../support/browser/browser.ts';
import { type CastUser, menusOf, someone } from '../support/stage/cast.ts';
import { addCopies } from '../support/stage/choosing.ts';
import { personLine } from '../support/stage/imports.ts';
import { openStage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

test.each<Seat>([
  { javaScript: true, width: 360, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
])(
  'An administrator of many people filters, downloads, makes a template, changes several at once and imports, by keyboard on a phone (%o)',
  async (seat) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    await stage.queue.start();
    const first = await someone(stage, { paternalSurname: 'Gentío', state: 'new' });
    const crowd = [first, ...(await addCopies(stage, first, 17))];
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);
    await user.open('/administracion/contactos');
    await looksThroughContacts(user);
    await foresees(user, Object.values(contactActions));
    await user.follow('Perfiles tipo');
    await makesTemplate(user);
    await user.follow('Usuarios');
    const chosen = await changesThree(user, crowd);
    for (const one of chosen) expect(await menusOf(stage, one)).toEqual(['DATOS_GENERALES', 'REPORTES']);
    await user.follow('Contactos');
    await user.follow('Importar contactos');
    await imports(user);
    await user.leave(/422/);
  },
  240_000,
);

async function looksThroughContacts(user: KeyboardUser): Promise<void> {
  await user.fill({ Estado: 'INACTIVO' });
  await user.swap('Buscar');
  await user.shows('main', '0 de 23 contactos');
  await user.swap('Quitar filtros');
  await user.shows('main', '23 contactos', 'página 1 de 2');
  await user.swap('Nombres');
  await user.shows('main', 'por nombre, de la A a la Z');
  await user.swap('Siguiente');
  await user.shows('main', 'página 2 de 2');
  const { name, text } = await user.download('Descargar CSV');
  expect(name).toMatch(/^contactos-\d{13}-2022-04-06\.csv$/);
  expect(text.match(/Gentío/g)).toHaveLength(18);
  await user.fill({ 'Nombre, identificación o usuario': 'gentio' });
  await user.swap('Buscar');
  await user.shows('main', '18 de 23 contactos');
}

/** Leads three people of the open list to the page of each action, and back. */
async function foresees(user: KeyboardUser, actions: { label: string; title: string }[]): Promise<void> {
  for (const { label, title } of actions) {
    await choosesThree(user, label);
    expect(await user.page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
    expect(await user.page.locator('main dt').count()).toBe(3);
    const cancel = user.page.getByRole('link', { name: 'Cancelar' });
    await user.follow((await cancel.count()) > 0 ? 'Cancelar' : 'Regresar');
  }
}

async function choosesThree(user: KeyboardUser, action: string): Promise<string[]> {
  const boxes = await user.page.getByRole('checkbox', { name: /^Elegir (?!todos)/ }).all();
  const names = await Promise.all(boxes.slice(0, 3).map((box) => box.getAttribute('aria-label')));
  for (const name of names) await user.tick(name ?? '');
  await user.fill({ 'Con los elegidos': action });
  await user.press('Continuar');
  return names.map((name) => name?.replace('Elegir ', '') ?? '');
}

async function makesTemplate(user: KeyboardUser): Promise<void> {
  await user.follow('Agregar Perfil Tipo');
  await user.fill({ Nombre: 'Compras' });
  await user.tick('ENTIDAD-REPORTES');
  await user.press('Guardar');
  expect(await user.said()).toBe('Datos Actualizados');
}

/** Fills the profile of one of the crowd from the template, and applies the template to three of them at once. */
async function changesThree(user: KeyboardUser, [first, ...others]: CastUser[]): Promise<CastUser[]> {
  await user.fill({ 'Nombre, identificación o usuario': first?.userName ?? '' });
  await user.swap('Buscar');
  await user.follow(`Agregar Perfil ${first?.userName}`);
  await user.fill({ 'Perfil tipo': 'Compras' });
  await user.swap('Aplicar');
  await user.press('Grabar');
  expect(await user.said()).toContain('Datos Actualizados');
  await foresees(user, Object.values(userActions));
  const names = await choosesThree(user, 'Aplicar perfil tipo');
  await user.fill({ 'Perfil tipo': 'Compras' });
  await user.press('Ver qué cambia');
  await user.shows('main', 'Va a cambiar: ');
  await user.press('Confirmar');
  await user.shows('main', 'Hecho: ');
  await user.follow('Regresar');
  return [first, ...others].filter((one) => one !== undefined).filter(({ userName }) => names.includes(userName));
}

async function imports(user: KeyboardUser): Promise<void> {
  const { name, text } = await user.download('Descargar plantilla CSV');
  expect(name).toBe('plantilla-contactos.csv');
  const line = personLine() as Record<string, string>;
  const fileWith = (position: string) => {
    const cells = text
      .trim()
      .split(';')
      .map((head) => ({ ...line, Cargo: position })[head.replace('\ufeff', '')] ?? '');
    return `${text.trim()}\r\n${cells.join(';')}\r\n`;
  };
  await user.chooseFile('Archivo', 'personas.csv', fileWith('Astronauta'));
  await user.press('Revisar');
  await user.shows('main', 'Con errores\n1', 'Cargo: elija una de las opciones.');
  await user.follow('Elegir otro archivo');
  await user.chooseFile('Archivo', 'personas.csv', fileWith('Analista'));
  await user.press('Revisar');
  await user.shows('main', 'Nuevos\n1', 'Con errores\n0');
  await user.reach('Importar');
  await user.page.keyboard.press('Enter');
  // The page comes anew by itself. The next load that is waited for has to be another page's.
  await expect.poll(() => user.page.getByRole('main').textContent(), { timeout: 20_000 }).toContain('terminó');
  await user.page.waitForLoadState();
  await user.follow('Importaciones');
  await user.shows('main', '2 importaciones', 'personas.csv', 'Terminada', 'Revisada');
}
