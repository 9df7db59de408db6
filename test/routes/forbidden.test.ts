import { expect, test } from 'vitest';
import { addDelegate, newcomer } from '../support/stage/cast.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('A page without the right for it', (stage) => {
  test('says that it is the administrator’s alone, whom nobody can ask for it', async () => {
    const page = await (await stage.browserOf(stage.diana)).open('/administracion/usuarios');
    expect([page.status, page.offers('Regresar al inicio')]).toEqual([403, true]);
    expect(page.text).toContain('Esta página es solo del administrador de su entidad.');
  });

  test('says that a menu is missing where one grants it', async () => {
    const page = await (await stage.browserOf(stage.bruno)).open('/consultar');
    expect(page.status).toBe(403);
    expect(page.text).toContain(
      'no tiene el menú que esta página requiere. Solicítelo al administrador de su entidad.',
    );
  });

  test('says of a form with a temporary password that the password comes first', async () => {
    const newly = await addDelegate(stage, 'temporal01', newcomer('Temporal', 'Teo'), 'temporary');
    const visitor = stage.visitor();
    await signIn(visitor, newly);
    await visitor.open('/datos-generales/contrasena');
    for (const headers of [{}, { 'HX-Request': 'true' }] as Record<string, string>[]) {
      const page = await visitor.post('/inicio/propuesta', { _token: visitor.token, accion: 'aceptar' }, headers);
      expect(page.status).toBe(403);
      expect(page.text).toContain('Cambie primero su contraseña temporal. No se hizo nada.');
    }
  });
});
