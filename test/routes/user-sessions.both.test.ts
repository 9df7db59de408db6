import { expect, test } from 'vitest';
import { password, someone } from '../support/stage/cast.ts';
import { chrome, endings, firefox, ownSessions, signedInWith } from '../support/stage/open-sessions.ts';
import { isOpen } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('The administrator’s page of a user’s sessions', (stage) => {
  test('is linked from the contact, lists the sessions and ends them', async () => {
    const user = await someone(stage);
    const lost = [await signedInWith(stage, user, chrome), await signedInWith(stage, user, firefox)];
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(`/administracion/contactos/${user.contactId}`);
    expect(administrator.page.text).toContain(`${user.userName} ACTIVO Desactivar`);
    const shown = await administrator.follow(`Sesiones de ${user.userName}`);
    expect(shown.h1).toBe(`Sesiones de ${user.userName}`);
    expect(shown.table().map((row) => row.Navegador)).toEqual(['Firefox 128 en Windows', 'Chrome 126 en Android']);
    for (const typed of ['', 'Otra-Clave-99']) {
      const refused = await administrator.fill({ Contraseña: typed }).press('Cerrar sus sesiones');
      expect([refused.status, refused.errors.length, refused.field('Contraseña').value]).toEqual([422, 1, '']);
    }
    for (const one of lost) expect(await isOpen(one)).toBe(true);
    const after = await administrator.fill({ Contraseña: password }).press('Cerrar sus sesiones');
    expect(after.announced).toEqual(['Se cerraron 2 sesiones.']);
    expect(after.text).toContain(`El usuario ${user.userName} no tiene sesiones abiertas.`);
    for (const one of lost) expect(await isOpen(one)).toBe(false);
    expect(await endings(stage, user)).toMatchObject([['adminquito', [{ old: 2, new: 0 }, {}, {}]]]);
    expect(await isOpen(administrator)).toBe(true);
    expect((await administrator.follow('Regresar')).url.pathname).toBe(`/administracion/contactos/${user.contactId}`);
  });

  test('leads for the administrator’s own user to the own page', async () => {
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(`/administracion/contactos/${stage.quito.administrator.contactId}`);
    expect((await administrator.follow('Sesiones de adminquito')).url.pathname).toBe(ownSessions);
    const path = `/administracion/usuarios/${stage.quito.administrator.id}/sesiones`;
    const answer = await administrator.post(path, { _token: administrator.token });
    expect([answer.status, answer.headers.location]).toEqual([303, ownSessions]);
    expect(await isOpen(administrator)).toBe(true);
  });
});
