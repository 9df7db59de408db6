import { expect, test } from 'vitest';
import { arriving } from '../support/stage/administration.ts';
import { keptForms, signInAgain } from '../support/stage/run-out.ts';
import { onStage } from '../support/stage/stage.ts';

const minute = 60_000;
const newContact = '/administracion/contactos/nuevo';

onStage('The destination of a sign-in', (stage) => {
  test.for(['/administracion/usuarios?buscar=nadia&sentido=desc', '/datos-generales/sesiones', '/inicio'])(
    'is the page requested without a session: %s',
    async (path) => {
      const visitor = stage.visitor();
      expect((await visitor.open(path)).url.pathname).toBe('/ingreso');
      const page = await signInAgain(visitor, stage.quito.administrator);
      expect(`${page.url.pathname}${page.url.search}`).toBe(path);
      expect([page.status, page.announced]).toEqual([200, []]);
    },
  );

  test('is remembered without changing the database', async () => {
    const visitor = await arriving(stage, stage.quito.administrator, newContact);
    stage.clock.advance(31 * minute);
    const rows = () => stage.database.owner.selectFrom('sessions').selectAll().orderBy('id').execute();
    const before = [await rows(), await keptForms(stage)];
    await visitor.open('/administracion/contactos');
    expect([await rows(), await keptForms(stage)]).toEqual(before);
  });

  test('is used once, and not after signing out', async () => {
    const visitor = stage.visitor();
    await visitor.open('/datos-generales/sesiones');
    await signInAgain(visitor, stage.diana);
    await visitor.press('Cerrar Sesión');
    expect((await signInAgain(visitor, stage.diana)).url.pathname).toBe('/inicio');
  });

  test('is a page that refuses a person without the right, with a way back', async () => {
    const visitor = stage.visitor();
    await visitor.open('/administracion/usuarios');
    const page = await signInAgain(visitor, stage.diana);
    expect([page.status, page.offers('Regresar al inicio')]).toEqual([403, true]);
  });

  test('requested by an expired session is used for the same person alone', async () => {
    const visitor = await arriving(stage, stage.diana, '/inicio');
    stage.clock.advance(31 * minute);
    await visitor.open('/consultar');
    expect((await signInAgain(visitor, stage.carla)).url.pathname).toBe('/inicio');
  });

  test('with a search too long for a cookie is used without the search', async () => {
    const visitor = stage.visitor();
    await visitor.open(`/administracion/usuarios?buscar=${'a'.repeat(3000)}`);
    const page = await signInAgain(visitor, stage.quito.administrator);
    expect(`${page.url.pathname}${page.url.search}`).toBe('/administracion/usuarios');
  });

  test('with a search is used as long as its cookie fits into a browser', async () => {
    for (const [letters, isKept] of [
      [2_760, true],
      [2_761, false],
    ] as const) {
      const search = `?buscar=${'a'.repeat(letters)}`;
      const visitor = stage.visitor();
      await visitor.open(`/administracion/usuarios${search}`);
      // A browser takes 4,096 bytes with the name.
      expect(encodeURIComponent(visitor.cookies.get('soce_destino') ?? '').length).toBeLessThan(4_000);
      const page = await signInAgain(visitor, stage.quito.administrator);
      expect(page.url.search).toBe(isKept ? search : '');
    }
  });

  test.for([
    'https://malo.example/',
    '//malo.example/inicio',
    '/\\malo.example',
    '/ingreso?siguiente=https://malo.example/',
    '/inicio/../..//malo.example',
    '/%2F%2Fmalo.example',
  ])('is never on another site: %s', async (path) => {
    const visitor = stage.visitor();
    await visitor.open('/ingreso');
    const text = JSON.stringify({ owner: null, path, after: 'page', until: Number.MAX_SAFE_INTEGER });
    // Tries every mark that this browser can get: its form token, and that of a page of the product.
    for (const mark of ['', 'x', visitor.token, 'A'.repeat(43)]) {
      visitor.cookies.set('soce_destino', encodeURIComponent(`${mark}.${text}`));
      expect((await signInAgain(visitor, stage.diana)).url.pathname).toBe('/inicio');
      await visitor.press('Cerrar Sesión');
    }
    await visitor.get(path.startsWith('/') ? `${stage.site.baseUrl.origin}${path}` : '/inicio');
    const landed = await signInAgain(visitor, stage.diana);
    expect(landed.url.origin).toBe(stage.site.baseUrl.origin);
  });

  test.for([
    ['nothing', ''],
    ['a point', '.'],
    ['an object', '{}'],
    ['a sign', '%'],
    ['4,000 letters', 'a'.repeat(4000)],
  ] as const)('is none for a cookie of %s', async ([, value]) => {
    const visitor = stage.visitor();
    await visitor.open('/ingreso');
    visitor.cookies.set('soce_destino', value);
    expect((await signInAgain(visitor, stage.diana)).url.pathname).toBe('/inicio');
  });
});
