import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openServer } from '../../src/data/database/server.ts';
import { lockRow } from '../support/server/while-locked.ts';
import { onStage, openSite } from '../support/stage/stage.ts';

const connectionsOfScopes = 3;
const busy = [503, 'Servicio ocupado', '5'];

onStage('An answer', (stage) => {
  test('about the health of a working process is 200', async () => {
    for (const path of ['/salud', '/salud/listo']) {
      const answer = await stage.visitor().get(path);
      expect([answer.status, answer.html, answer.headers['set-cookie']]).toEqual([200, 'ok', undefined]);
    }
  });

  test('without a database is 503, except that of /salud', async () => {
    const gone = openServer('postgres://nadie@127.0.0.1:1/nada');
    const site = await openSite({ ...stage, database: gone });
    const visitor = site.visitor();
    expect((await visitor.get('/salud')).status).toBe(200);
    expect((await visitor.get('/salud/listo')).status).toBe(503);
    visitor.cookies.set('soce', 'A'.repeat(43));
    const page = await visitor.open('/inicio');
    expect([page.status, page.h1]).toEqual([503, 'Servicio no disponible']);
    expect(page.text).toContain('El sistema no está disponible en este momento.');
    await site.close();
    await gone.close();
  });

  test.for(['/nada', '/administracion/usuarios/1/nada', '/%00', '/%E0%A4%A'])(
    'to %s is a 404 page with a link that leads on',
    async (path) => {
      const visitor = stage.visitor();
      const page = await visitor.get(path);
      expect([page.status, page.h1]).toEqual([404, 'Página no encontrada']);
      expect(page.link('Ir a la página inicial').href).toBe('/');
    },
  );

  test('about a missing record has a link to the first page for a person who is signed in', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const page = await visitor.open('/administracion/contactos/999999');
    expect([page.status, page.h1]).toEqual([404, 'Página no encontrada']);
    expect(page.text).toContain('Usuario: adminquito');
    expect((await visitor.follow('Regresar al inicio')).url.pathname).toBe('/inicio');
  });

  const form = 'application/x-www-form-urlencoded';
  test.for<[what: string, status: number, path: string, post: { body: string; type: string } | null]>([
    ['a form without its token', 403, '/administracion/contactos/nuevo', { body: 'x=1', type: form }],
    ['a sign-out without its token', 403, '/salir', { body: 'x=1', type: form }],
    ['a public form without its token', 403, '/recuperar', { body: 'x=1', type: form }],
    ['a page without the right', 403, '/consultar', null],
    ['an unknown page', 404, '/nada', null],
    ['a form to an unknown page', 404, '/nada', { body: 'x=1', type: form }],
    ['a missing record', 404, '/administracion/contactos/999999', null],
    ['a form that is too large', 413, '/ingreso', { body: 'x'.repeat(64 * 1024 + 1), type: form }],
    ['a form of another type', 415, '/administracion/contactos/nuevo', { body: '{}', type: 'application/json' }],
  ])('about %s shows a person who is signed in their header, menu and way back', async ([, status, path, post]) => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const page = await (post ? visitor.post(path, post.body, { 'Content-Type': post.type }) : visitor.get(path));
    expect(page.status).toBe(status);
    expect(page.text).toContain('Usuario: adminquito');
    expect(
      ['Cerrar Sesión', 'Inicio', 'Administración', 'Regresar al inicio'].filter((one) => !page.offers(one)),
    ).toEqual([]);
  });

  test('to htmx about a missing record is a sentence, and nothing is swapped', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open('/administracion/usuarios');
    const typed = { _token: visitor.token, accion: 'activar' };
    const answer = await visitor.post('/administracion/usuarios/999999/activacion', typed, { 'HX-Request': 'true' });
    expect([answer.status, answer.headers['hx-reswap']]).toEqual([404, 'none']);
    expect(answer.text).toContain('no existe en su entidad');
  });

  test('that waits five seconds for a connection says that the service is busy, and when to try again', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = Array.from({ length: connectionsOfScopes }, () =>
      stage.database.inScope(stage.quito.ruc, () => promise),
    );
    const page = await visitor.open('/administracion/contactos');
    resolve();
    await Promise.all(held);
    expect([page.status, page.h1, page.headers['retry-after']]).toEqual(busy);
    expect((await visitor.open('/administracion/contactos')).status).toBe(200);
  });

  test('that waits five seconds for somebody else’s change says so, too, and nothing is saved', async () => {
    const { contactId } = stage.bruno;
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open(`/administracion/contactos/${contactId}`);
    const lock = await lockRow(stage.database, 'contacts', contactId);
    const page = await visitor.fill({ Cargo: 'Tesorero' }).press('Guardar');
    await lock.release();
    expect([page.status, page.h1, page.headers['retry-after']]).toEqual(busy);
    expect((await visitor.open(`/administracion/contactos/${contactId}`)).field('Cargo').value).toBe('Analista');
  });

  test('to an unforeseen failure is a 500 page with a reference and without internals', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await sql`alter table contacts rename to contacts_gone`.execute(stage.database.owner);
    const page = await visitor.open('/administracion/usuarios/nuevo');
    await sql`alter table contacts_gone rename to contacts`.execute(stage.database.owner);
    expect([page.status, page.h1]).toEqual([500, 'Algo falló']);
    expect(page.text).toMatch(/dé este número a la mesa de ayuda: [0-9a-f]{12}\./);
    expect(page.text).toContain('Mesa de ayuda: 1800-000-000');
    expect(page.html).not.toMatch(/contacts|relation|select|at \w+ \(/i);
    expect((await visitor.open('/administracion/usuarios/nuevo')).status).toBe(200);
  });
});
