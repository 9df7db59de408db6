import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving, saveContact, switchUser, userList, visiting } from '../support/stage/administration.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('Activating and deactivating a user', (stage) => {
  test('by a plain form brings the same part of the list back, with a message', async () => {
    const { userName, id } = await someone(stage, { paternalSurname: 'Activa' });
    const administrator = await arriving(
      stage,
      stage.quito.administrator,
      `${userList}?buscar=activa&orden=nombre&sentido=desc&filas=50`,
    );
    const page = await administrator.press('Desactivar Usuario', { row: userName });
    expect(page.hops).toEqual([
      { status: 303, location: `${userList}?buscar=activa&orden=nombre&sentido=desc&filas=50#u${id}` },
    ]);
    expect(page.announced).toEqual([`El usuario ${userName} quedó desactivado: ya no tiene acceso.`]);
    expect(page.offers(`Activar Usuario ${userName}`)).toBe(true);
    const again = await administrator.press('Activar Usuario', { row: userName });
    expect(again.url.search).toBe(page.url.search);
    expect(again.announced).toEqual([`El usuario ${userName} quedó activado.`]);
    expect(again.offers(`Desactivar Usuario ${userName}`)).toBe(true);
  });

  test('by a swap brings the row and then the message, in at most 660 bytes with its headers', async () => {
    const { userName, id } = await someone(stage, { paternalSurname: 'Activa' });
    const administrator = await arriving(stage, stage.quito.administrator, userList);
    const number = administrator.page.table().find((row) => row.USUARIO === userName)?.['Nro.'];
    const swapped = await administrator.swap('Desactivar Usuario', { row: userName });
    expect([swapped.status, swapped.hops]).toEqual([200, []]);
    expect(swapped.html).toMatch(new RegExp(`^<tr id="u${id}">`));
    expect(swapped.html.match(/<tr/g)).toHaveLength(1);
    const message = `El usuario ${userName} quedó desactivado: ya no tiene acceso.`;
    expect(swapped.html.indexOf(message)).toBeGreaterThan(swapped.html.indexOf('</tr>'));
    expect(wholeWeight(swapped)).toBeLessThanOrEqual(660);
    expect(swapped.headers.vary).toContain('HX-Request');
    const reloaded = await administrator.open(userList);
    expect(swapped.html.slice(0, swapped.html.indexOf('</tr>'))).toBe(rowOf(reloaded.html, id));
    expect(reloaded.table().find((row) => row.USUARIO === userName)?.['Nro.']).toBe(number);
  });

  test('by a swap keeps the state of the list in the row', async () => {
    const { userName, id } = await someone(stage, { paternalSurname: 'Activa' });
    const administrator = await arriving(
      stage,
      stage.quito.administrator,
      `${userList}?orden=fecha&sentido=desc&filas=100`,
    );
    const swapped = await administrator.swap('Desactivar Usuario', { row: userName });
    const reloaded = await administrator.open(`${userList}?orden=fecha&sentido=desc&filas=100`);
    expect(swapped.html.slice(0, swapped.html.indexOf('</tr>'))).toBe(rowOf(reloaded.html, id));
  });

  test('applies at the next sign-in, and leaves one incident each', async () => {
    const user = await someone(stage, { paternalSurname: 'Activa' });
    const administrator = await arriving(stage, stage.quito.administrator, userList);
    await administrator.press('Desactivar Usuario', { row: user.userName });
    await expect(stage.signedIn(user)).rejects.toThrow(/could not sign in/);
    await administrator.press('Activar Usuario', { row: user.userName });
    await stage.signedIn(user);
    expect(await history(stage, user)).toEqual([
      ['user.activated', 'adminquito', false, true],
      ['user.deactivated', 'adminquito', true, false],
      ['sign-in.refused', 'Sin sesión', null, 1],
      ['user.activated', 'adminquito', false, true],
    ]);
  });

  test('pressed twice, one after the other or at once, has one effect', async () => {
    const user = await someone(stage, { paternalSurname: 'Activa' });
    const administrator = await arriving(stage, stage.quito.administrator, userList);
    const path = `${userList}/${user.id}/activacion`;
    const press = (accion: string) => administrator.post(path, { _token: administrator.token, accion });
    for (const answer of [await press('desactivar'), await press('desactivar')]) expect(answer.status).toBe(303);
    const both = await Promise.all([press('activar'), press('activar'), press('activar')]);
    expect(both.map((answer) => answer.status)).toEqual([303, 303, 303]);
    expect((await history(stage, user)).map(([event]) => event)).toEqual([
      'user.activated',
      'user.deactivated',
      'user.activated',
    ]);
    await stage.signedIn(user);
  });

  test('ends the sessions, so that the next request, even of htmx, leads to the sign-in page', async () => {
    const user = await someone(stage, { paternalSurname: 'Activa' });
    const visitors = [await stage.signedIn(user), await stage.signedIn(user), await stage.signedIn(user)];
    const administrator = await arriving(stage, stage.quito.administrator, userList);
    await administrator.press('Desactivar Usuario', { row: user.userName });
    const [one, two, three] = visitors as [Visitor, Visitor, Visitor];
    expect((await one.open('/inicio')).url.pathname).toBe('/ingreso');
    const swap = await two.get('/inicio', { 'HX-Request': 'true' });
    expect([swap.status, swap.headers['hx-redirect'], swap.html]).toEqual([401, '/ingreso', '']);
    const form = await three.post('/datos-generales/contrasena', { _token: three.token, oldPassword: 'x' });
    expect([form.status, form.headers.location]).toEqual([303, '/ingreso']);
    await administrator.press('Activar Usuario', { row: user.userName });
    expect((await one.open('/inicio')).url.pathname).toBe('/ingreso');
  });

  test('is refused for the administrator, by form and by swap', async () => {
    const administrator = await arriving(stage, stage.quito.administrator, userList);
    const path = `${userList}/${stage.quito.administrator.id}/activacion`;
    const typed = { _token: administrator.token, accion: 'desactivar' };
    const page = await administrator.post(path, typed);
    expect([page.status, page.text.includes('siempre está activo')]).toEqual([422, true]);
    expect(page.link('Regresar').href).toBe(`${userList}#u${stage.quito.administrator.id}`);
    const swap = await administrator.post(path, typed, { 'HX-Request': 'true' });
    expect([swap.status, swap.html.startsWith('<tr')]).toEqual([422, true]);
    expect(swap.html).toContain('siempre está activo');
    expect((await administrator.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test.for(['', 'borrar', 'activar desactivar'])('is refused with the action “%s”', async (actions) => {
    const user = await someone(stage, { paternalSurname: 'Activa' });
    const administrator = await arriving(stage, stage.quito.administrator, userList);
    const asked = actions.split(' ').map((action): [string, string] => ['accion', action]);
    const path = `${userList}/${user.id}/activacion`;
    const page = await administrator.post(path, [['_token', administrator.token], ...asked]);
    expect([page.status, page.text.includes('No se cambió nada')]).toEqual([422, true]);
    expect(await history(stage, user)).toHaveLength(1);
  });

  test('of another entity’s user is not found', async () => {
    const administrator = await arriving(stage, stage.quito.administrator, userList);
    const typed = { _token: administrator.token, accion: 'desactivar' };
    expect((await administrator.post(`${userList}/${stage.carla.id}/activacion`, typed)).status).toBe(404);
    expect((await administrator.post(`${userList}/999999/activacion`, typed)).status).toBe(404);
    await stage.signedIn(stage.carla);
  });

  test.for<[string, Record<string, string>, string, string]>([
    ['the contact is INACTIVO', { Estado: 'INACTIVO' }, 'contacto INACTIVO', 'el contacto está INACTIVO'],
    ['the delegation ended yesterday', { Hasta: '2022-04-05' }, 'VENCIDO', 'la delegación terminó el 2022-04-05'],
    [
      'the delegation begins tomorrow',
      { Desde: '2022-04-07' },
      'Empieza el 2022-04-07',
      'la delegación empieza el 2022-04-07',
    ],
  ])('says that an activated user does not get in where %s', async ([, values, mark, reason]) => {
    const user = await someone(stage, { state: 'new' });
    await saveContact(stage, user.contactId, values);
    const [field] = Object.keys(values);
    const page = await switchUser(stage, user, 'Activar');
    expect(page.announced).toEqual([
      `El usuario ${user.userName} quedó activado, pero hoy no puede ingresar: ${reason}. Para que ingrese hoy, cambie «${field}» en la página del contacto.`,
    ]);
    expect(stateOf(page, user)).toContain(`ACTIVO ${mark} Desactivar`);
    const bare = await (await stage.browserOf(stage.quito.administrator)).open(
      `${userList}?buscar=${user.userName}&imprimir=1`,
    );
    expect(stateOf(bare, user)).toBe(`ACTIVO ${mark}`);
    await saveContact(stage, user.contactId, { Estado: 'ACTIVO', Desde: '2022-04-06', Hasta: '2022-04-06' });
    const { page: after } = await visiting(stage, stage.quito.administrator, `${userList}?buscar=${user.userName}`);
    expect(stateOf(after, user)).toBe('ACTIVO Desactivar Usuario');
  });

  test('says after a swap, too, that an activated user does not get in', async () => {
    const user = await someone(stage, { state: 'new', until: '2022-04-05' });
    const administrator = await arriving(stage, stage.quito.administrator, `${userList}?buscar=${user.userName}`);
    const swapped = await administrator.swap('Activar Usuario', { row: user.userName });
    expect(swapped.html).toContain('<span class="on">ACTIVO</span> <span class="ended">VENCIDO</span>');
    expect(swapped.html).toContain('pero hoy no puede ingresar: la delegación terminó el <time>2022-04-05</time>.');
    expect(wholeWeight(swapped)).toBeLessThanOrEqual(780);
  });

  test.for([
    ['has not run out', 72 * hour - 2, '', ''],
    ['has run out', 72 * hour - 1, ' contraseña temporal vencida', 'la contraseña temporal venció'],
  ] as const)('says whether a temporary password %s', async ([, passed, mark, reason]) => {
    const user = await someone(stage, { state: 'new' });
    const opened = stage.clock.now;
    // The sign-in takes another millisecond.
    stage.clock.advance(passed);
    try {
      const administrator = await arriving(stage, stage.quito.administrator, `${userList}?buscar=${user.userName}`);
      expect(stateOf(administrator.page, user)).toBe(`INACTIVO${mark} Activar Usuario`);
      const page = await administrator.press('Activar Usuario', { row: user.userName });
      const end = ', pero hoy no puede ingresar: la contraseña temporal venció. Para que ingrese hoy, resetee';
      expect(page.announced[0]?.includes(end)).toBe(reason !== '');
      expect(stateOf(page, user)).toBe(`ACTIVO${mark} Desactivar Usuario`);
    } finally {
      stage.clock.now = opened;
    }
  });

  test('says that a user whose password is void has none', async () => {
    const user = await someone(stage);
    const nothing = { password_hash: null, temporary_hash: null, temporary_until: null };
    await stage.database.owner.updateTable('users').set(nothing).where('id', '=', user.id).execute();
    const administrator = await arriving(stage, stage.quito.administrator, `${userList}?buscar=${user.userName}`);
    expect(stateOf(administrator.page, user)).toBe('ACTIVO sin contraseña Desactivar Usuario');
  });
});

const hour = 3_600_000;

function stateOf(page: Page, { userName }: CastUser): string | undefined {
  return page.table().find(({ USUARIO }) => USUARIO === userName)?.['ACTIVAR USUARIO'];
}

function rowOf(html: string, id: number): string {
  const start = html.indexOf(`<tr id="u${id}">`);
  return html.slice(start, html.indexOf('</tr>', start));
}

/** Reads the incidents of a user after its creation: event, actor, and the first old and new value. */
async function history(stage: Stage, { id }: CastUser) {
  const [, ...incidents] = await incidentsOf(stage, 'user', id);
  return incidents.map(({ event, actor_name, changes }) => [event, actor_name, changes[0]?.old, changes[0]?.new]);
}

// In bytes, with the line of the status and the headers; the product's own server says nothing of the connection.
function wholeWeight({ headers: { connection: _, 'keep-alive': __, ...headers } }: Page): number {
  const lines = ['HTTP/1.1 200 OK', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), ''];
  return lines.join('\r\n').length + 2 + Number(headers['content-length']);
}
