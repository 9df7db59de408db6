import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { pressAndSwap } from '../support/browser/keys.ts';
import { focused } from '../support/browser/tab.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser, labelled, type Seat } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const person = 'Zúñiga Íñiguez Zoila María';
const userName = 'zoila2026';
const contact = {
  'Apellido Paterno': 'Zúñiga',
  'Apellido Materno': 'Íñiguez',
  'Primer Nombre': 'Zoila',
  'Segundo Nombre': 'María',
  'Tipo de Documento': 'Cédula de Ciudadanía',
  'Número Identificación': '0926687857',
  'Fecha de Nacimiento': '20/05/1990',
  'Estado Civil': 'Casado (a)',
  Cargo: 'Analista',
  Desde: '2022-04-01',
};
const mended = { 'Número Identificación': '0926687856' };
const temporary = 'Temporal-2026';
const chosen = 'Quinde-Verde-31';
const change = '/datos-generales/contrasena';

test.each<Seat>([
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
])(
  'An administrator delegates a person, who then signs in, all by keyboard (%o)',
  async (seat) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    const { ruc, administrator } = stage.quito;
    const delegate = { ruc, userName, password: temporary };
    const user = await KeyboardUser.sitDown(browser, stage.site.baseUrl, seat);

    await user.open('/');
    await user.follow('SOCE');
    await administratorSignsIn(user, administrator, stage);

    await user.follow('Administración');
    await user.follow('Contactos');
    await registersContact(user);

    await user.follow('Usuarios');
    await addsUser(user);
    await switches(user, 'Activar', 'Desactivar', `El usuario ${userName} quedó activado.`);
    await switchesOff(user);
    await switches(user, 'Activar', 'Desactivar', `El usuario ${userName} quedó activado.`);
    await user.press('Cerrar Sesión');
    expect(await user.said()).toBe('Cerró su sesión.');

    await user.signIn(delegate);
    await reachesOnlyTheChangePage(user);
    await isToldTheRules(user);
    await changesPassword(user, temporary, chosen);
    await user.press('Cerrar Sesión');

    await user.signIn({ ...delegate, password: chosen });
    expect(pathOf(user)).toBe('/inicio');
    const stops = await user.stops();
    expect(stops).toContain('Datos Generales');
    expect(stops).not.toContain('Administración');
    await user.press('Cerrar Sesión');
    await user.signIn(delegate);
    await isRefused(user, ruc);

    await user.signIn(administrator);
    await user.follow('Administración');
    await user.follow('Ver Incidencias');
    await seesItAll(user, administrator);
    await user.leave();
  },
  60_000,
);

async function administratorSignsIn(user: KeyboardUser, administrator: CastUser, { quito }: Stage) {
  await user.signIn(administrator);
  expect(pathOf(user)).toBe('/inicio');
  const { ruc, userName } = administrator;
  const whose = [`RUC: ${ruc}`, `Entidad: ${quito.name}`, `Usuario: ${userName}`];
  await user.shows('banner', 'Miércoles 6 de Abril de 2022 | 15:53', ...whose);
}

async function registersContact(user: KeyboardUser) {
  const { page } = user;
  await user.follow('Agregar Contacto');
  await user.fill(contact);
  await user.pick('Masculino', 'Femenino');
  await user.press('Guardar');

  expect(await page.title()).toMatch(/^Error: Crear Contacto/);
  expect(await focused(page)).toMatchObject({ role: 'alert' });
  expect(await user.typed(...Object.keys(contact))).toEqual(contact);
  expect(await page.getByRole('radio', { name: 'Femenino' }).isChecked()).toBe(true);
  expect(await user.reach(/^Número Identificación: /)).toMatchObject({ role: 'link' });
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toMatchObject({ role: 'textbox' });
  expect((await focused(page))?.name).toMatch(labelled('Número Identificación'));

  await user.fill(mended);
  await user.press('Guardar');
  expect(await user.said()).toBe('Datos Actualizados. Se registró a Zoila Zúñiga. Crear su usuario');
  expect(await user.isScrolledTo(person)).toBe(true);
  const row = await user.rowText(person);
  for (const cell of ['Analista', '2022-04-01', 'ACTIVO']) expect(row).toContain(cell);
}

async function addsUser(user: KeyboardUser) {
  await user.follow('Agregar Usuario');
  await user.fill({ Usuario: userName, Nombre: person, Contraseña: temporary, 'Confirmar Contraseña': temporary });
  await user.press('Guardar');
  expect(await user.said()).toMatch(/^Datos Actualizados\. .* Asignar sus menús$/);
  expect(await user.isScrolledTo(userName)).toBe(true);
  expect(await user.rowText(userName)).toContain('INACTIVO');
}

/** Presses a button in the row. With scripting the row alone changes, without it the list comes back. */
async function switches(user: KeyboardUser, verb: string, next: string, sentence: string) {
  const { page, seat } = user;
  const button = `${verb} Usuario ${userName}`;
  if (!seat.javaScript) {
    await user.press(button);
    expect(await user.isScrolledTo(userName)).toBe(true);
  } else {
    const opened = vi.fn();
    page.on('domcontentloaded', opened);
    const region = await page.getByRole('status').elementHandle();
    const others = await page.getByRole('row').elementHandles();
    expect(await user.reach(button)).toEqual({ role: 'button', name: button });
    await pressAndSwap(page);
    expect(opened).not.toHaveBeenCalled();
    page.off('domcontentloaded', opened);
    expect(await region?.innerText(), 'the live region of the first HTML').toBe(sentence);
    expect(await focused(page)).toEqual({ role: 'button', name: `${next} Usuario ${userName}` });
    const gone = await Promise.all(others.map((row) => row.evaluate((one) => !one.isConnected)));
    expect(gone.filter(Boolean), 'the rows that are replaced').toHaveLength(1);
  }
  expect(await user.said()).toBe(sentence);
  expect(await user.rowText(userName)).toMatch(next === 'Desactivar' ? / ACTIVO / : / INACTIVO /);
}

/** Deactivates the user. With scripting the page asks first. */
async function switchesOff(user: KeyboardUser) {
  const { page, seat } = user;
  const questions: string[] = [];
  if (seat.javaScript) {
    const asked = page.waitForEvent('dialog');
    await user.reach(`Desactivar Usuario ${userName}`);
    const pressed = page.keyboard.press('Enter');
    const question = await asked;
    expect(question.type()).toBe('confirm');
    await question.dismiss();
    await pressed;
    expect(await user.rowText(userName)).toContain('Desactivar Usuario');
    expect(await focused(page)).toEqual({ role: 'button', name: `Desactivar Usuario ${userName}` });
    page.once('dialog', (dialog) => {
      questions.push(dialog.message());
      return dialog.accept();
    });
  }
  const sentence = `El usuario ${userName} quedó desactivado: ya no tiene acceso.`;
  await switches(user, 'Desactivar', 'Activar', sentence);
  const question = `¿Desactivar a ${userName}? No tiene sesiones abiertas.`;
  expect(questions).toEqual(seat.javaScript ? [question] : []);
}

async function reachesOnlyTheChangePage(user: KeyboardUser) {
  expect(pathOf(user)).toBe(change);
  const stops = await user.stops();
  expect(stops).toContain('Guardar');
  for (const elsewhere of ['Inicio', 'Datos Generales', 'Info Usuario', 'Administración']) {
    expect(stops).not.toContain(elsewhere);
  }
  await user.follow('SOCE Usuarios');
  expect(pathOf(user)).toBe(change);
}

async function isToldTheRules(user: KeyboardUser) {
  const { page } = user;
  await user.fill(passwords(temporary, 'maria'));
  await user.press('Guardar');
  expect(await page.title()).toMatch(/^Error: Cambiar Contraseña/);
  expect(await focused(page)).toMatchObject({ role: 'alert' });
  const told = await page.getByRole('alert').innerText();
  for (const rule of [/mayúsculas y minúsculas/, /dígito y un carácter especial/, /8 a 20/, /común/, /sus nombres/]) {
    expect(told).toMatch(rule);
  }
  expect(told).not.toMatch(/[Nn]o repita la contraseña anterior/);
  expect(await user.typed(...Object.keys(passwords('', '')))).toEqual({
    'Contraseña Anterior': '',
    'Nueva Contraseña': '',
    'Confirmar Contraseña': '',
  });
}

async function changesPassword(user: KeyboardUser, from: string, to: string) {
  await user.fill(passwords(from, to));
  await user.press('Guardar');
  expect(pathOf(user)).toBe('/datos-generales/info-usuario');
  expect(await user.said()).toMatch(/^Datos Actualizados/);
  await user.shows('main', 'Info Usuario', userName, person, 'Analista', 'ACTIVO');
}

async function isRefused(user: KeyboardUser, ruc: string) {
  expect(await user.page.title()).toMatch(/^Error: Ingreso/);
  expect(await focused(user.page)).toMatchObject({ role: 'alert' });
  expect(await user.typed('Ruc', 'Usuario', 'Contraseña')).toEqual({ Ruc: ruc, Usuario: userName, Contraseña: '' });
}

/** Checks the history: newest first, with old and new values, without a password. */
async function seesItAll(user: KeyboardUser, administrator: CastUser) {
  const { page } = user;
  const rows = await page
    .getByRole('row')
    .filter({ hasText: new RegExp(`${userName}|${person}`) })
    .all();
  const history = await Promise.all(
    rows.map(async (row) => {
      const [at, who, what, result, changes] = await row.getByRole('cell').allInnerTexts();
      const whom = await row.getByRole('rowheader').innerText();
      return { at, who, what, whom, result, changes: (changes ?? '').replace(/\s+/g, ' ').trim() };
    }),
  );
  const now = { at: '2022-04-06 15:53', who: administrator.userName, whom: userName, result: 'Hecho' };
  const activated = { ...now, what: 'Usuario activado', changes: `Activó a ${userName}.` };
  const refused = { ...now, who: 'Sin sesión', what: 'Ingreso rechazado', result: 'Rechazado' };
  expect(history).toEqual([
    { ...refused, changes: expect.stringContaining('127.0.0.1') },
    { ...now, who: userName, what: 'Contraseña cambiada', changes: 'Cambió su contraseña.' },
    activated,
    { ...now, what: 'Usuario desactivado', changes: `Desactivó a ${userName}.` },
    activated,
    { ...now, what: 'Usuario creado', changes: `Creó el usuario ${userName} para ${person}, todavía INACTIVO.` },
    {
      ...now,
      what: 'Contacto creado',
      whom: person,
      changes: expect.stringContaining('Desde: 2022-04-01'),
    },
  ]);
  expect(await page.content()).not.toMatch(new RegExp(`${temporary}|${chosen}`));
}

function passwords(from: string, to: string) {
  return { 'Contraseña Anterior': from, 'Nueva Contraseña': to, 'Confirmar Contraseña': to };
}

function pathOf({ page }: KeyboardUser): string {
  return new URL(page.url()).pathname;
}
