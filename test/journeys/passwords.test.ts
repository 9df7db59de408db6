import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { type Inbox, temporaryPasswordIn } from '../support/server/inbox.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { administratorIdentity, checked } from '../support/stage/recovery.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';
import { sheetTexts } from './pdf-text.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const reasons = ['No recuerdo la contraseña ingresada inicialmente', 'Sospecha de uso no autorizado'] as const;
const newPassword = 'Colibri.Verde-52';

const seats: Seat[] = [
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
];

test.each(seats)(
  'An administrator resets the password of a delegate, who signs in with the mailed one, all by keyboard (%o)',
  async (seat) => {
    const { stage, inbox } = await open();
    const { administrator } = stage.quito;
    const user = await KeyboardUser.signedIn(browser, stage, administrator, seat);
    await user.open('/administracion/usuarios');
    await user.follow(`Resetear Contraseña ${stage.bruno.userName}`);
    await user.shows('main', stage.bruno.userName, 'b…o@prueba.example', '24 horas');
    await user.press('Resetear Contraseña');
    await user.shows('main', 'Reseteo de Contraseñas', 'b…o@prueba.example');
    await user.press('Cerrar Sesión');
    await comesIn(user, stage.bruno, inbox);
    await user.leave();
  },
  60_000,
);

test.each(seats)(
  'An administrator recovers the password with an accepted letter by keyboard (%o)',
  async (seat) => {
    const { stage, inbox } = await open();
    const { administrator } = stage.quito;
    const user = await KeyboardUser.sitDown(browser, stage.site.baseUrl, seat);
    await user.open('/ingreso');
    await user.follow('¿Olvidó su contraseña?');
    await user.fill({ ...administratorIdentity, ...(await check(user)) });
    await user.press('Siguiente');
    await user.pick(reasons[0], reasons[1]);
    await user.press('Siguiente');
    await user.shows('main', 'SOLICITUD RESETEO DE CONTRASEÑA', 'miércoles 06 de abril de 2022', 'SERCOP');
    await looksLikeALetter(user, [administrator.ruc, 'amparo@prueba.example']);
    expect(await user.reach(/^Acepto/)).toMatchObject({ role: 'checkbox' });
    await user.page.keyboard.press('Space');
    await user.press('Finalizar');
    await user.shows('main', 'enviamos a su correo una contraseña temporal');
    await user.follow('Ir al ingreso');
    await comesIn(user, administrator, inbox);

    await user.open('/administracion/contactos/incidencias');
    const letter = await user.reach(/^Ver solicitud \d+ del 2022-04-06 15:53$/);
    await user.follow(letter.name);
    await looksLikeALetter(user, [stage.quito.name, 'Salgado Amparo', 'Pasaporte 1700000001']);
    await user.leave();
  },
  60_000,
);

test('The rules for a password are marked while a person types it', async () => {
  const { stage } = await open();
  const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, { colorScheme: 'dark' });
  await user.open('/datos-generales/contrasena');
  expect(await marks(user)).toEqual(['', '', '', '', '', '']);
  await user.reach(/^Nueva Contraseña/);
  await user.page.keyboard.type('Colibri');
  expect(await marks(user)).toEqual(['cumple', 'falta', 'falta', '', '', '']);
  await user.page.keyboard.type('.5');
  expect(await marks(user)).toEqual(['cumple', 'cumple', 'cumple', '', '', '']);
  await user.page.keyboard.type('1'.repeat(12));
  expect((await marks(user))[2]).toBe('falta');
  await user.fill({ 'Contraseña Anterior': 'x', 'Confirmar Contraseña': 'x' });
  await user.press('Guardar');
  expect(await marks(user)).toEqual(['cumple', 'cumple', 'falta', 'falta', 'cumple', 'cumple']);
  await user.fill({ 'Nueva Contraseña': 'a' });
  expect(await marks(user)).toEqual(['falta', 'falta', 'falta', '', '', '']);

  await user.open('/administracion/usuarios/nuevo');
  await user.reach(/^Contraseña/);
  await user.page.keyboard.type('siete77');
  expect(await marks(user)).toEqual(['falta']);
  await user.page.keyboard.type('8');
  expect(await marks(user)).toEqual(['cumple']);
  await user.leave();
}, 60_000);

async function marks({ page }: KeyboardUser): Promise<string[]> {
  return page.locator('#reglas li b').allTextContents();
}

async function open(): Promise<{ stage: Stage; inbox: Inbox }> {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  return { stage, inbox: await stage.openInbox() };
}

/** Signs in with the temporary password and changes it. */
async function comesIn(user: KeyboardUser, { ruc, userName }: CastUser, inbox: Inbox) {
  const password = temporaryPasswordIn(await inbox.next());
  await user.signIn({ ruc, userName, password });
  await user.shows('main', 'Cambiar Contraseña');
  await user.fill({
    'Contraseña Anterior': password,
    'Nueva Contraseña': newPassword,
    'Confirmar Contraseña': newPassword,
  });
  await user.press('Guardar');
  expect(await user.said()).toMatch(/^Datos Actualizados/);
  expect((await inbox.next()).subject).toBe(`Cambió la contraseña de ${userName}`);
}

async function check(user: KeyboardUser): Promise<Record<string, string>> {
  return checked({ text: await user.page.getByRole('main').innerText() });
}

/** Checks the printed letter: one sheet with title, date, addressee, facts, conditions and a signature line. */
async function looksLikeALetter({ page }: KeyboardUser, facts: string[]) {
  const sheets = sheetTexts(await page.pdf({ format: 'A4' }));
  expect(sheets).toHaveLength(1);
  const words = [
    'SOLICITUD RESETEO DE CONTRASEÑA',
    'miércoles 06 de abril de 2022',
    'Servicio Nacional de Contratación Pública, SERCOP',
    'dentro de las 24 horas',
    'Firma del administrador',
    ...facts,
  ];
  for (const text of words) expect(sheets[0]).toContain(text.replaceAll(' ', ''));
  for (const text of ['Finalizar', 'Cancelar', 'Imprimir', 'Regresar', 'Ayuda']) expect(sheets[0]).not.toContain(text);
}
