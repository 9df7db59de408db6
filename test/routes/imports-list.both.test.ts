import { expect, test } from 'vitest';
import { arriving, visiting } from '../support/stage/administration.ts';
import { scopeOf } from '../support/stage/cast.ts';
import { personLine, review, reviewedImport } from '../support/stage/imports.ts';
import { onStage } from '../support/stage/stage.ts';

const list = '/administracion/importaciones';

onStage('“Importaciones”', (stage) => {
  test('has each file on one of its pages, twenty to a page and the newest first', async () => {
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (let file = 1; file <= 20; file += 1) await reviewedImport(quito);
    const admin = await visiting(stage, stage.quito.administrator, list);
    expect([admin.page.table().length, admin.page.text.includes('Siguiente')]).toEqual([20, false]);
    expect(admin.page.text).toContain('20 importaciones · las más recientes primero');

    const last = (await review(stage, [personLine()], { name: 'última.csv' })).page.url.pathname;
    const first = await admin.open(list);
    expect(first.title).toBe('Importaciones (página 1 de 2) · SOCE Usuarios');
    expect(first.table()).toHaveLength(20);
    expect(first.html.indexOf(`href="${last}"`)).toBeLessThan(first.html.indexOf('contactos.csv'));
    const second = await admin.follow('Siguiente');
    expect(second.url.search).toBe('?pagina=2');
    expect(second.table().map(({ Archivo }) => Archivo)).toEqual(['contactos.csv']);
    const oldest = await (await admin.open(list)).link('Fecha y hora').href;
    expect((await admin.open(`${oldest}&pagina=2`)).table().map(({ Archivo }) => Archivo)).toEqual(['última.csv']);
    const printed = await admin.open(`${list}?imprimir=1`);
    expect([printed.table().length, printed.table()[0]?.Archivo]).toEqual([21, 'última.csv']);
    expect(printed.html).not.toContain(`href="${list}`);
  });

  test.for(['pagina=0', 'pagina=-1', 'pagina=999999999999', 'pagina=9', 'orden=%00&filas=7&buscar=%25'])(
    'takes ?%s for nothing or for its last page',
    async (query) => {
      const admin = await arriving(stage, stage.quito.administrator, `${list}?${query}`);
      expect([admin.page.status, admin.page.table().length]).toEqual([200, query === 'pagina=9' ? 1 : 20]);
      expect(admin.page.h1).toBe('Importaciones');
      expect(admin.page.title).not.toContain('%');
    },
  );

  test('has none of another entity, and none that was reviewed a day ago and never imported', async () => {
    const foreign = await visiting(stage, stage.cuenca.administrator, list);
    expect(foreign.page.text).toContain('Aún no hay importaciones.');
    stage.clock.advance(24 * 3_600_000);
    const later = await visiting(stage, stage.quito.administrator, list);
    expect(later.page.text).toContain('Aún no hay importaciones.');
  });
});
