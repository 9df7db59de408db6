import { expect, test } from 'vitest';
import { setMenuAddress } from '../../src/data/outside/menus.ts';
import { elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import { grant, takeAway } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

const minute = 60_000;
const elsewhere = 'Este módulo se atiende en otro sistema.';

onStage('The modules', (stage) => {
  test('of “Consultar” are those of its group that the user’s menus grant', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const page = await visitor.open('/consultar');
    expect(page.h1).toBe('Consultar');
    // The page's title names the group.
    expect(modules(page)).toEqual({
      '': { 'ENTIDAD-CONSULTAS': `Búsqueda de procesos, planes de contratación y proveedores ${elsewhere}` },
    });
  });

  test('of “Entidad Contratante” are those of the other groups but “Base”, in the catalog’s order', async () => {
    await grant(stage, stage.diana, ['REPORTES', 'LICITACION', 'PAC']);
    const visitor = await stage.signedIn(stage.diana);
    const page = await visitor.open('/entidad-contratante');
    expect(page.h1).toBe('Entidad Contratante');
    const shown = Object.entries(modules(page)).map(([group, list]) => [group, ...Object.keys(list)]);
    expect(shown).toEqual([
      ['Planificación', 'ENTIDAD-PLAN ANUAL DE CONTRATACIÓN'],
      ['Procedimientos comunes', 'ENTIDAD-SUBASTA INVERSA ELECTRÓNICA', 'ENTIDAD-LICITACIÓN'],
      ['Reportes', 'ENTIDAD-REPORTES'],
    ]);
    await takeAway(stage, stage.diana, ['REPORTES', 'LICITACION', 'PAC']);
  });

  test('with an address are links from the next request on; those without are said to be in another system', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const shown = async () => modules(await visitor.open('/entidad-contratante'))['Procedimientos comunes'];
    const name = 'ENTIDAD-SUBASTA INVERSA ELECTRÓNICA';
    expect(await shown()).toEqual({ [name]: `Bienes y servicios normalizados ${elsewhere}` });
    expect(visitor.page.offers(name)).toBe(false);

    const address = 'https://subasta.example/inicio?modulo=1&amp=%22#a';
    expect(await setMenuAddress(stage.database, 'SUBASTA_INVERSA', address)).toBe('changed');
    expect(await shown()).toEqual({ [name]: 'Bienes y servicios normalizados' });
    expect(visitor.page.link(name).href).toBe(address);
    expect(await setMenuAddress(stage.database, 'SUBASTA_INVERSA', address)).toBe('unchanged');

    expect(await setMenuAddress(stage.database, 'SUBASTA_INVERSA', null)).toBe('changed');
    expect(await shown()).toEqual({ [name]: `Bienes y servicios normalizados ${elsewhere}` });
  });

  test.for([
    'javascript:alert(1)',
    'data:text/html,hola',
    '//subasta.example/',
    '/salir',
    'https://administrador@subasta.example/',
    '',
  ])('are never links to %j, even where it is stored as the address', async (address) => {
    const kept = (value: string | null) =>
      stage.database.owner.updateTable('menus').set({ address: value }).where('code', '=', 'SUBASTA_INVERSA').execute();
    await kept(address);
    const page = await (await stage.browserOf(stage.diana)).open('/entidad-contratante');
    expect(page.offers('ENTIDAD-SUBASTA INVERSA ELECTRÓNICA')).toBe(false);
    expect(page.text).toContain(elsewhere);
    await kept(null);
  });

  test.for([
    ['/consultar', 'Consultar'],
    ['/entidad-contratante', 'Entidad Contratante'],
  ] as const)('at %s answer 403 with a way back to who holds no such menu', async ([path, entry]) => {
    for (const person of [stage.bruno, stage.quito.administrator]) {
      const visitor = await stage.signedIn(person);
      expect(visitor.page.offers(entry)).toBe(false);
      const page = await visitor.open(path);
      expect([page.status, page.h1]).toEqual([403, 'Sin autorización']);
      expect((await visitor.follow('Regresar al inicio')).url.pathname).toBe('/inicio');
    }
  });

  test.for([
    ['/consultar', 'Consultar', 'CONSULTAS'],
    ['/entidad-contratante', 'Entidad Contratante', 'EMERGENCIAS'],
  ] as const)(
    'at %s can be opened while the menu is granted, from the next request on',
    async ([path, entry, code]) => {
      const visitor = await stage.signedIn(stage.bruno);
      expect((await visitor.get(path)).status).toBe(403);
      await grant(stage, stage.bruno, [code]);
      expect((await visitor.open(path)).status).toBe(200);
      expect(visitor.page.offers(entry)).toBe(true);
      await takeAway(stage, stage.bruno, [code]);
      expect((await visitor.open(path)).status).toBe(403);
      expect(visitor.page.offers(entry)).toBe(false);
    },
  );

  test('of an expired menu are still granted, and marked from the day after its last', async () => {
    await grant(stage, stage.diana, ['COTIZACION']);
    // It is the last minute of 2025-06-25 in Ecuador.
    stage.clock.now = new Date('2025-06-26T04:59:00Z');
    const visitor = await stage.signedIn(stage.diana);
    const shown = async () => {
      const own = elements((await visitor.open('/datos-generales/info-usuario')).root, 'li').map(textOf);
      const page = await visitor.open('/entidad-contratante');
      const granted = Object.values(modules(page)).flatMap(Object.keys);
      return [own, granted].map((names) => names.find((name) => name.startsWith('ENTIDAD-COTIZACIÓN')));
    };
    expect(await shown()).toEqual(['ENTIDAD-COTIZACIÓN', 'ENTIDAD-COTIZACIÓN']);
    stage.clock.advance(minute);
    expect(await shown()).toEqual(['ENTIDAD-COTIZACIÓN (no vigente)', 'ENTIDAD-COTIZACIÓN (no vigente)']);
  });
});

// Reads the modules with their remarks, by group.
function modules(page: Page): Record<string, Record<string, string>> {
  const groups = elements(page.root, 'section').filter((one) => elements(one, 'dl').length > 0);
  return Object.fromEntries(
    groups.map((group) => {
      const list = elements(group, 'div').map((one) => [
        elements(one, 'dt').map(textOf).join(),
        elements(one, 'dd').map(textOf).join(' '),
      ]);
      return [elements(group, 'h2').map(textOf).join(), Object.fromEntries(list)];
    }),
  );
}
