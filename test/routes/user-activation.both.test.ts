import { expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { addDelegate, type CastUser, newcomer } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const list = '/administracion/usuarios';

onStage('Activating and deactivating a user', (stage) => {
  test('as a plain form brings the list back as it was, with the message', async () => {
    const { userName, id } = await someone(stage);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(`${list}?buscar=activa&orden=nombre&sentido=desc&filas=50`);
    const page = await administrator.press('Desactivar Usuario', { row: userName });
    expect(page.hops).toEqual([
      { status: 303, location: `${list}?buscar=activa&orden=nombre&sentido=desc&filas=50#u${id}` },
    ]);
    expect(page.announced).toEqual([`El usuario ${userName} quedó desactivado: ya no tiene acceso.`]);
    expect(page.offers(`Activar Usuario ${userName}`)).toBe(true);
    const again = await administrator.press('Activar Usuario', { row: userName });
    expect(again.url.search).toBe(page.url.search);
    expect(again.announced).toEqual([`El usuario ${userName} quedó activado.`]);
    expect(again.offers(`Desactivar Usuario ${userName}`)).toBe(true);
  });

  test('as a swap brings the row, then the message, in at most 700 bytes', async () => {
    const { userName, id } = await someone(stage);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(list);
    const number = administrator.page.table().find((row) => row.USUARIO === userName)?.['Nro.'];
    const swapped = await administrator.swap('Desactivar Usuario', { row: userName });
    expect([swapped.status, swapped.hops]).toEqual([200, []]);
    expect(swapped.html).toMatch(new RegExp(`^<tr id="u${id}">`));
    expect(swapped.html.match(/<tr/g)).toHaveLength(1);
    const message = `El usuario ${userName} quedó desactivado: ya no tiene acceso.`;
    expect(swapped.html.indexOf(message)).toBeGreaterThan(swapped.html.indexOf('</tr>'));
    expect(Number(swapped.headers['content-length'])).toBeLessThanOrEqual(700);
    expect(swapped.headers.vary).toContain('HX-Request');
    const reloaded = await administrator.open(list);
    expect(swapped.html.slice(0, swapped.html.indexOf('</tr>'))).toBe(rowOf(reloaded.html, id));
    expect(reloaded.table().find((row) => row.USUARIO === userName)?.['Nro.']).toBe(number);
  });

  test('as a swap keeps the state of the list in the row', async () => {
    const { userName, id } = await someone(stage);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(`${list}?orden=fecha&sentido=desc&filas=100`);
    const swapped = await administrator.swap('Desactivar Usuario', { row: userName });
    const reloaded = await administrator.open(`${list}?orden=fecha&sentido=desc&filas=100`);
    expect(swapped.html.slice(0, swapped.html.indexOf('</tr>'))).toBe(rowOf(reloaded.html, id));
  });

  test('counts at the next sign-in, and leaves one incident each', async () => {
    const user = await someone(stage);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(list);
    await administrator.press('Desactivar Usuario', { row: user.userName });
    await expect(stage.signedIn(user)).rejects.toThrow(/could not sign in/);
    await administrator.press('Activar Usuario', { row: user.userName });
    await stage.signedIn(user);
    expect(await incidentsOf(stage, user)).toEqual([
      ['user.activated', 'adminquito', false, true],
      ['user.deactivated', 'adminquito', true, false],
      ['sign-in.refused', 'Sin sesión', null, 1],
      ['user.activated', 'adminquito', false, true],
    ]);
  });

  test('pressed twice, one after the other or at once, does it once', async () => {
    const user = await someone(stage);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(list);
    const path = `${list}/${user.id}/activacion`;
    const press = (accion: string) => administrator.post(path, { _token: administrator.token, accion });
    for (const answer of [await press('desactivar'), await press('desactivar')]) expect(answer.status).toBe(303);
    const both = await Promise.all([press('activar'), press('activar'), press('activar')]);
    expect(both.map((answer) => answer.status)).toEqual([303, 303, 303]);
    expect((await incidentsOf(stage, user)).map(([event]) => event)).toEqual([
      'user.activated',
      'user.deactivated',
      'user.activated',
    ]);
    await stage.signedIn(user);
  });

  test('ends the sessions: the next request leads to the sign-in page, that of htmx too', async () => {
    const user = await someone(stage);
    const visitors = [await stage.signedIn(user), await stage.signedIn(user), await stage.signedIn(user)];
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(list);
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

  test('is refused for the administrator, as a form and as a swap', async () => {
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(list);
    const path = `${list}/${stage.quito.administrator.id}/activacion`;
    const typed = { _token: administrator.token, accion: 'desactivar' };
    const page = await administrator.post(path, typed);
    expect([page.status, page.text.includes('siempre está activo')]).toEqual([422, true]);
    expect(page.link('Regresar').href).toBe(`${list}#u${stage.quito.administrator.id}`);
    const swap = await administrator.post(path, typed, { 'HX-Request': 'true' });
    expect([swap.status, swap.html.startsWith('<tr')]).toEqual([422, true]);
    expect(swap.html).toContain('siempre está activo');
    expect((await administrator.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test.for(['', 'borrar', 'activar desactivar'])('takes no other action: “%s”', async (actions) => {
    const user = await someone(stage);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(list);
    const asked = actions.split(' ').map((action): [string, string] => ['accion', action]);
    const path = `${list}/${user.id}/activacion`;
    const page = await administrator.post(path, [['_token', administrator.token], ...asked]);
    expect([page.status, page.text.includes('No se cambió nada')]).toEqual([422, true]);
    expect(await incidentsOf(stage, user)).toHaveLength(1);
  });

  test('of another entity’s user is not found', async () => {
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(list);
    const typed = { _token: administrator.token, accion: 'desactivar' };
    expect((await administrator.post(`${list}/${stage.carla.id}/activacion`, typed)).status).toBe(404);
    expect((await administrator.post(`${list}/999999/activacion`, typed)).status).toBe(404);
    await stage.signedIn(stage.carla);
  });

  test('says that an activated user has no access while the contact is INACTIVO', async () => {
    const user = await addDelegate(stage, 'pendiente1', newcomer('Inca', 'Inti'), 'new');
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(`/administracion/contactos/${user.contactId}`);
    await administrator.fill({ Estado: 'INACTIVO' }).press('Guardar');
    await administrator.open(list);
    const page = await administrator.press('Activar Usuario', { row: user.userName });
    expect(page.announced[0]).toContain('no tendrá acceso mientras su contacto esté INACTIVO');
  });
});

let people = 0;

function someone(stage: Stage): Promise<CastUser> {
  people += 1;
  return addDelegate(stage, `activado${people}`, newcomer('Activa', 'A'.repeat(people)));
}

function rowOf(html: string, id: number): string {
  const start = html.indexOf(`<tr id="u${id}">`);
  return html.slice(start, html.indexOf('</tr>', start));
}

async function incidentsOf({ database }: Stage, { ruc, id }: CastUser) {
  const rows = await database.owner
    .selectFrom('incidents')
    .select(['event', 'actor_name', 'changes'])
    .where('ruc', '=', ruc)
    .where('subject_kind', '=', 'user')
    .where('subject_id', '=', id)
    .where('event', '!=', 'user.created')
    .orderBy('id')
    .execute();
  return rows.map(({ event, actor_name, changes }) => [event, actor_name, changes[0]?.old, changes[0]?.new]);
}
