import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

const path = '/administracion/contactos/incidencias';

onStage('“Ver Incidencias”', (stage) => {
  test('shows time, actor, event, subject and values, newest first', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    stage.clock.now = new Date('2022-04-06T21:00:00Z');
    await visitor.open(`/administracion/contactos/${stage.bruno.contactId}`);
    await visitor.fill({ Cargo: 'Rector', 'Correo Electrónico': '', Hasta: '2022-12-31' }).press('Guardar');
    stage.clock.now = new Date('2022-04-06T21:01:00Z');
    await visitor.open('/administracion/usuarios');
    await visitor.press('Desactivar Usuario', { row: 'delegado02' });
    await visitor.open('/administracion/contactos');
    const page = await visitor.follow('Ver Incidencias');
    expect([page.url.pathname, page.h1]).toEqual([path, 'Incidencias']);
    expect(page.headings()).toEqual(['Cuándo', 'Quién', 'Qué', 'A quién', 'Valor anterior → nuevo']);
    expect(page.table().slice(0, 2)).toEqual([
      {
        Cuándo: '2022-04-06 16:01',
        Quién: 'adminquito',
        Qué: 'Usuario desactivado',
        'A quién': 'delegado02',
        'Valor anterior → nuevo': 'Estado: ACTIVO → INACTIVO',
      },
      {
        Cuándo: '2022-04-06 16:00',
        Quién: 'adminquito',
        Qué: 'Contacto modificado',
        'A quién': 'Brito Bruno',
        'Valor anterior → nuevo':
          'Correo Electrónico: bruno@prueba.example → (vacío) Cargo: Analista → Rector Hasta: (vacío) → 2022-12-31',
      },
    ]);
    expect(page.link('Regresar').href).toBe('/administracion/contactos');
  });

  test('begins with the registration of the entity', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const rows = (await visitor.open(`${path}?filas=100`)).table();
    expect(
      rows
        .map((row) => row.Qué)
        .reverse()
        .slice(0, 4),
    ).toEqual(['Entidad registrada', 'Contacto creado', 'Usuario creado', 'Usuario activado']);
  });

  test('shows nothing of another entity', async () => {
    const visitor = await stage.signedIn(stage.cuenca.administrator);
    const { text } = await visitor.open(path);
    expect(text).toContain('Crespo Carla');
    expect(text).not.toMatch(/Brito|Ñacato|adminquito/);
  });

  test('shows typed markup as text', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    await addContact(scope, newcomer('<script>alert(1)</script>', '"><b>'));
    const visitor = await stage.signedIn(stage.quito.administrator);
    const page = await visitor.open(path);
    expect(page.table()[0]?.['A quién']).toBe('<script>alert(1)</script> "><b>');
    expect(page.html).not.toMatch(/<script>|<b>/);
  });

  test('has pages', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (let index = 0; index < 20; index += 1) await addContact(scope, newcomer('Zapata', 'Zenón'));
    const visitor = await stage.signedIn(stage.quito.administrator);
    const first = await visitor.open(path);
    expect([first.table().length, first.offers('Anterior')]).toEqual([20, false]);
    expect(first.table().every((row) => row['A quién'] === 'Zapata Zenón')).toBe(true);
    const second = await visitor.follow('Siguiente');
    expect(second.url.search).toBe('?pagina=2');
    expect(second.title).toMatch(/^Incidencias \(página 2 de \d\)/);
    expect(second.table()[0]?.['A quién']).toBe('<script>alert(1)</script> "><b>');
  });

  test('can’t be changed or deleted by anybody', async () => {
    const { owner } = stage.database;
    await expect(sql`update incidents set actor_name = 'nadie'`.execute(owner)).rejects.toThrow(/append-only/);
    await expect(sql`delete from incidents`.execute(owner)).rejects.toThrow(/append-only/);
    await expect(sql`truncate incidents`.execute(owner)).rejects.toThrow(/append-only/);
    for (const verb of [sql`update incidents set actor_name = 'nadie'`, sql`delete from incidents`]) {
      const attempt = stage.database.inScope(stage.quito.ruc, (scope) => verb.execute(scope));
      await expect(attempt).rejects.toThrow(/permission denied/);
    }
  });
});
