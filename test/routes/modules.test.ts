import { expect, test } from 'vitest';
import { type CastUser, onStage, type Stage } from '../support/cast.ts';
import { elements, textOf } from '../support/dom.ts';
import type { Page } from '../support/page.ts';

onStage('The modules', (stage) => {
  test('of “Consultar” are those of its group that the user’s menus grant', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const page = await visitor.open('/consultar');
    expect(page.h1).toBe('Consultar');
    expect(modules(page)).toEqual({ Consultar: ['ENTIDAD-CONSULTAS'] });
    expect(page.text).toContain('Búsqueda de procesos, planes de contratación y proveedores');
  });

  test('of “Entidad Contratante” are those of the other groups but “Base”', async () => {
    await grant(stage, stage.diana, ['PAC', 'LICITACION']);
    const visitor = await stage.signedIn(stage.diana);
    const page = await visitor.open('/entidad-contratante');
    expect(page.h1).toBe('Entidad Contratante');
    expect(modules(page)).toEqual({
      Planificación: ['ENTIDAD-PLAN ANUAL DE CONTRATACIÓN'],
      'Procedimientos comunes': ['ENTIDAD-SUBASTA INVERSA ELECTRÓNICA', 'ENTIDAD-LICITACIÓN'],
    });
  });

  test('with an address are links, those without say that another system serves them', async () => {
    await stage.database.owner
      .updateTable('menus')
      .set({ address: 'https://subasta.example/inicio' })
      .where('code', '=', 'SUBASTA_INVERSA')
      .execute();
    const page = await (await stage.signedIn(stage.diana)).open('/entidad-contratante');
    expect(page.link('ENTIDAD-SUBASTA INVERSA ELECTRÓNICA').href).toBe('https://subasta.example/inicio');
    expect(page.offers('ENTIDAD-LICITACIÓN')).toBe(false);
    expect(page.text).toMatch(/Bienes y servicios normalizados(?!\. Este módulo)/);
    expect(page.text).toMatch(/Licitación de bienes, servicios y obras\. Este módulo se atiende en otro sistema/);
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
});

// The names of the modules, by group.
function modules(page: Page): Record<string, string[]> {
  const groups = elements(page.root, 'section').filter((one) => elements(one, 'dl').length > 0);
  return Object.fromEntries(
    groups.map((group) => [elements(group, 'h2').map(textOf).join(), elements(group, 'dt').map(textOf)]),
  );
}

async function grant({ database, clock }: Stage, { ruc, id }: CastUser, codes: string[]): Promise<void> {
  const rows = codes.map((menu_code) => ({ ruc, user_id: id, menu_code, granted_at: clock.now }));
  await database.owner.insertInto('user_menus').values(rows).execute();
}
