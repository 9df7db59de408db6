import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { pressAndLoad } from '../support/browser/keys.ts';
import { focused } from '../support/browser/tab.ts';
import { menusOf, someone } from '../support/stage/cast.ts';
import { onStage, openStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const seats: Seat[] = [
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
];
const userName = 'mpinto2022';
const passwords = { Contraseña: 'Temporal-2026', 'Confirmar Contraseña': 'Temporal-2026' };
const contact = {
  'Apellido Paterno': 'Pinto',
  'Primer Nombre': 'María',
  'Tipo de Documento': 'Pasaporte',
  'Número Identificación': 'PASO2022',
  Cargo: 'Analista',
  Desde: '2022-04-01',
  'Fecha de Nacimiento': '1990-05-20',
};
const menus = { 'Menú 1': 'ENTIDAD-EMERGENCIAS', 'Menú 2': 'ENTIDAD-CONSULTAS', 'Menú 3': 'ENTIDAD-LICITACIÓN' };

test.each(seats)(
  'A delegate with three menus takes five pages from the list of contacts (%o)',
  async (seat) => {
    const { user, stage } = await atTheContacts(seat);
    const pages = countLoads(user);
    await user.follow('Agregar Contacto');
    await user.fill(contact);
    await user.press('Guardar y crear su usuario');
    await user.fill({ Usuario: userName, ...passwords });
    await user.press('Guardar y asignar sus menús');
    await user.fill(menus);
    await user.press('Grabar');
    await user.press('Activar');
    expect(await user.said()).toBe(`El usuario ${userName} quedó activado.`);
    expect(pages()).toBe(5);
    await isActive(stage);
    await user.leave();
  },
  60_000,
);

test.each(seats)(
  'The messages lead from a new contact to a user that is activated (%o)',
  async (seat) => {
    const { user, stage } = await atTheContacts(seat);
    const pages = countLoads(user);
    await user.follow('Agregar Contacto');
    await user.fill(contact);
    await user.press('Guardar');
    expect(await user.said()).toBe('Datos Actualizados. Se registró a María Pinto. Crear su usuario');
    await user.follow('Crear su usuario');
    await user.fill({ Usuario: userName, ...passwords });
    await user.press('Guardar');
    await user.follow('Asignar sus menús');
    await user.fill(menus);
    await user.press('Grabar');
    await user.press('Activar');
    expect(await user.isScrolledTo(userName)).toBe(true);
    expect(pages()).toBe(7);
    await isActive(stage);
    await user.leave();
  },
  60_000,
);

onStage('On the page of a contact', (stage) => {
  test.each(seats)('a user is deactivated and activated, and the page comes back (%o)', async (seat) => {
    const { contactId, userName } = await someone(stage);
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);
    await user.open(`/administracion/contactos/${contactId}`);
    const questions: string[] = [];
    user.page.on('dialog', (dialog) => {
      questions.push(dialog.message());
      return dialog.accept();
    });
    await user.press(`Desactivar Usuario ${userName}`);
    expect(await user.said()).toBe(`El usuario ${userName} quedó desactivado: ya no tiene acceso.`);
    const question = `¿Desactivar a ${userName}? Se cerrarán sus sesiones abiertas.`;
    expect(questions).toEqual(seat.javaScript ? [question] : []);
    await user.press(`Activar Usuario ${userName}`);
    expect(await user.said()).toBe(`El usuario ${userName} quedó activado.`);
    expect(new URL(user.page.url()).pathname).toBe(`/administracion/contactos/${contactId}`);
    await user.leave();
  });

  test.each(seats)('says that the session has ended where it has, and shows the page again (%o)', async (seat) => {
    const { userName, contactId } = await someone(stage);
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);
    await user.open(`/administracion/contactos/${contactId}`);
    user.page.on('dialog', (dialog) => dialog.accept());
    await user.reach(`Desactivar Usuario ${userName}`);
    await user.page.context().clearCookies({ name: 'soce' });
    await pressAndLoad(user.page);
    expect(new URL(user.page.url()).pathname).toBe('/ingreso');
    await user.leave();
  });
});

onStage('“Guardar y agregar otro”', (stage) => {
  test.each(seats)('puts the focus in the first field of the empty form (%o)', async (seat) => {
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);
    await user.open('/administracion/contactos/nuevo');
    await user.fill({ ...contact, 'Número Identificación': `OTRO${seat.width}` });
    await user.press('Guardar y agregar otro');
    expect(await user.said()).toMatch(/^Datos Actualizados\. Se registró a María Pinto\./);
    await expect.poll(async () => (await focused(user.page))?.name).toMatch(/^Apellido Paterno/);
    await user.leave();
  });
});

async function atTheContacts(seat: Seat): Promise<{ user: KeyboardUser; stage: Stage }> {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);
  await user.open('/administracion/contactos');
  return { user, stage };
}

function countLoads({ page }: KeyboardUser): () => number {
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  return () => loads;
}

async function isActive(stage: Stage): Promise<void> {
  const users = stage.database.owner.selectFrom('users').select(['id', 'active']).where('name', '=', userName);
  const { id, active } = await users.executeTakeFirstOrThrow();
  expect([active, (await menusOf(stage, { ...stage.bruno, id })).length]).toEqual([true, 4]);
}
