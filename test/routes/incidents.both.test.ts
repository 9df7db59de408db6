import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addContact, grant, newcomer, scopeOf } from '../support/stage/cast.ts';
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
    expect(page.headings()).toEqual(['Fecha y hora', 'Quién', 'Qué', 'Sobre quién', 'Resultado', 'Cambios']);
    expect(page.table().slice(0, 2)).toEqual([
      {
        'Fecha y hora': '2022-04-06 16:01',
        Quién: 'adminquito',
        Qué: 'Usuario desactivado',
        'Sobre quién': 'delegado02',
        Resultado: 'Hecho',
        Cambios: 'Desactivó a delegado02.',
      },
      {
        'Fecha y hora': '2022-04-06 16:00',
        Quién: 'adminquito',
        Qué: 'Contacto modificado',
        'Sobre quién': 'Brito Bruno',
        Resultado: 'Hecho',
        Cambios:
          'Correo Electrónico: bruno@prueba.example → (vacío) Cargo: Analista → Rector Hasta: (vacío) → 2022-12-31',
      },
    ]);
    expect(page.link('Regresar').href).toBe('/administracion/contactos');
  });

  test('shows each value of a new contact once, and no empty ones', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    await addContact(scope, { ...newcomer('Yánez', 'Yolanda'), documentNumber: 'YY12345', until: '2023-01-31' });
    const visitor = await stage.signedIn(stage.quito.administrator);
    const [row] = (await visitor.open(path)).table();
    expect(row?.Cambios).toBe(
      'Tipo de Documento: Pasaporte Número Identificación: YY12345 Correo Electrónico: yolanda@prueba.example Fecha de Nacimiento: 1985-02-28 Estado: ACTIVO Cargo: Analista Desde: 2022-01-01 Hasta: 2023-01-31',
    );
  });

  test('tells the menus that were given and taken by their names, on paper, too', async () => {
    await grant(stage, stage.nadia, ['REPORTES']);
    const { profiles } = scopeOf(stage.database, stage.quito, stage.clock.now);
    const { held } = await profiles.find(stage.nadia.id);
    await profiles.set(stage.nadia.id, held, ['DATOS_GENERALES', 'PAC', 'LICITACION']);
    const visitor = await stage.signedIn(stage.quito.administrator);
    for (const query of ['', '?imprimir=1']) {
      const [row] = (await visitor.open(path + query)).table();
      expect(row?.Cambios).toBe(
        'Se le agregó: ENTIDAD-PLAN ANUAL DE CONTRATACIÓN, ENTIDAD-LICITACIÓN; se le quitó: ENTIDAD-REPORTES.',
      );
    }
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
    expect(page.table()[0]?.['Sobre quién']).toBe('<script>alert(1)</script> "><b>');
    expect(page.html).not.toMatch(/<script>|<b>/);
  });

  test('shows an ended session whose moment a migration could not read', async () => {
    const { ruc } = stage.quito;
    await stage.database.owner
      .insertInto('incidents')
      .values({
        ruc,
        at: stage.clock.now,
        event: 'session.ended',
        actor_name: 'adminquito',
        subject_kind: 'user',
        subject_id: stage.bruno.id,
        subject_name: 'delegado02',
        changes: JSON.stringify([
          { field: 'session.ended', old: { browser: 'Firefox de ayer', since: '' }, new: null },
        ]),
        address: '',
        request_id: '',
      })
      .execute();
    const visitor = await stage.signedIn(stage.quito.administrator);
    expect((await visitor.open(path)).table()[0]?.Cambios).toBe('Cerró 1 sesión: Firefox de ayer.');
  });

  test('has pages', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (let index = 0; index < 20; index += 1) await addContact(scope, newcomer('Zapata', 'Zenón'));
    const visitor = await stage.signedIn(stage.quito.administrator);
    const first = await visitor.open(path);
    expect([first.table().length, first.offers('Anterior')]).toEqual([20, false]);
    expect(first.table().every((row) => row['Sobre quién'] === 'Zapata Zenón')).toBe(true);
    const second = await visitor.follow('Siguiente');
    expect(second.url.search).toBe('?pagina=2');
    expect(second.title).toMatch(/^Incidencias \(página 2 de \d\)/);
    expect(second.table()[1]?.['Sobre quién']).toBe('<script>alert(1)</script> "><b>');
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
