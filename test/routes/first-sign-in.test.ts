import { expect, test } from 'vitest';
import { switchUser } from '../support/stage/administration.ts';
import { password, someone } from '../support/stage/cast.ts';
import { changePage, changePassword, signIn } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const hour = 3_600_000;
const chosen = 'Colibrí-Verde-88';

onStage('A temporary password', (stage) => {
  test('leads to the change page, which says until when it is valid', async () => {
    const user = await someone(stage, { state: 'temporary' });
    const page = await signIn(stage.visitor(), user);
    expect([page.url.pathname, page.h1]).toEqual([changePage, 'Cambiar Contraseña']);
    expect(page.text).toContain('contraseña temporal, válida hasta el 2022-04-09 15:53');
  });

  test.for([
    '/',
    '/ingreso',
    '/inicio',
    '/datos-generales/info-usuario',
    '/consultar',
    '/entidad-contratante',
    '/administracion/contactos',
    '/administracion/usuarios',
    '/administracion/contactos/1',
  ])('leads from %s to the change page', async (path) => {
    const visitor = stage.visitor();
    await signIn(visitor, await someone(stage, { state: 'temporary' }));
    expect((await visitor.open(path)).url.pathname).toBe(changePage);
  });

  test('opens no other form, with or without scripting', async () => {
    const visitor = stage.visitor();
    await signIn(visitor, await someone(stage, { state: 'temporary' }));
    const path = `/administracion/usuarios/${stage.bruno.id}/activacion`;
    const typed = { _token: visitor.token, accion: 'desactivar' };
    expect((await visitor.post(path, typed)).status).toBe(403);
    expect((await visitor.post(path, typed, { 'HX-Request': 'true' })).status).toBe(403);
    await stage.signedIn(stage.bruno);
  });

  test('shows no menus, only the change, the way out and the help', async () => {
    const visitor = stage.visitor();
    const page = await signIn(visitor, await someone(stage, { state: 'temporary' }));
    for (const name of ['Inicio', 'Datos Generales', 'Info Usuario', 'Cancelar']) expect(page.offers(name)).toBe(false);
    await visitor.follow('Ayuda');
    expect(visitor.page.status).toBe(200);
    await visitor.open(changePage);
    expect((await visitor.press('Cerrar Sesión')).url.pathname).toBe('/ingreso');
  });

  test('is replaced by the person’s own, and the session goes on under a new token', async () => {
    const user = await someone(stage, { state: 'temporary' });
    const visitor = stage.visitor();
    await signIn(visitor, user);
    const before = visitor.cookies.get('soce');
    const page = await changePassword(visitor, password, chosen);
    expect(page.hops).toEqual([{ status: 303, location: '/datos-generales/info-usuario' }]);
    expect(page.announced).toEqual([expect.stringContaining('Datos Actualizados')]);
    expect(visitor.cookies.get('soce')).not.toBe(before);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test('ends with the change, as do the other sessions opened with it', async () => {
    const user = await someone(stage, { state: 'temporary' });
    const [one, other] = [stage.visitor(), stage.visitor()];
    await signIn(one, user);
    await signIn(other, user);
    await changePassword(one, password, chosen);
    expect((await other.open(changePage)).url.pathname).toBe('/ingreso');
    expect((await signIn(stage.visitor(), user)).status).toBe(422);
    expect((await signIn(stage.visitor(), { ...user, password: chosen })).url.pathname).toBe('/inicio');
  });

  test('can’t be chosen as the new password', async () => {
    const user = await someone(stage, { state: 'temporary' });
    const visitor = stage.visitor();
    await signIn(visitor, user);
    const page = await changePassword(visitor, password, password);
    expect(page.errors).toEqual([expect.stringContaining('no repita la contraseña anterior.')]);
    expect((await visitor.open('/inicio')).url.pathname).toBe(changePage);
  });

  test('has to be typed again for the change', async () => {
    const user = await someone(stage, { state: 'temporary' });
    const visitor = stage.visitor();
    await signIn(visitor, user);
    expect((await changePassword(visitor, 'Quinde-Azul-78', chosen)).status).toBe(422);
    expect((await visitor.open('/inicio')).url.pathname).toBe(changePage);
  });

  test('is valid for 72 hours, as is a session opened with it', async () => {
    const user = await someone(stage, { state: 'temporary' });
    stage.clock.advance(72 * hour - 1_000);
    const visitor = stage.visitor();
    expect((await signIn(visitor, user)).url.pathname).toBe(changePage);
    stage.clock.advance(1_000);
    expect((await visitor.open(changePage)).url.pathname).toBe('/ingreso');
    expect((await signIn(stage.visitor(), user)).status).toBe(422);
  });

  test('does nothing for a user before the activation', async () => {
    const user = await someone(stage, { state: 'new' });
    expect((await signIn(stage.visitor(), user)).status).toBe(422);
    await switchUser(stage, user, 'Activar');
    expect((await signIn(stage.visitor(), user)).url.pathname).toBe(changePage);
  });
});
