import { expect, test } from 'vitest';
import { contactLabels } from '../../src/domain/contact.ts';
import { switchUser, visiting } from '../support/stage/administration.ts';
import { newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import { dossier, dossierFile, dossierHistory } from '../support/stage/dossier.ts';
import { download } from '../support/stage/downloads.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { enter } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('The file “Descargar mis datos”', (stage) => {
  test('is stored as JSON under a name with RUC, user and day, and by no cache', async () => {
    const visitor = await visiting(stage, stage.diana, dossier);
    expect(visitor.page.link('Descargar mis datos').href).toBe(dossierFile);
    const { status, headers } = await download(stage, visitor, dossierFile);
    expect([status, headers]).toEqual([
      200,
      expect.objectContaining({
        'content-disposition': 'attachment; filename="mis-datos-1769999930001-delegada01-2022-04-06.json"',
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      }),
    ]);
  });

  test('has under the labels of the screens all that the page shows', async () => {
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    const user = await someone(stage, { ...newcomer('Ñandú', 'Íngrid'), email: '' });
    await quito.budgets.set(user.id, 1, { limit: '10.00', active: false });
    const visitor = await stage.signedIn(user);
    const told = JSON.parse((await download(stage, visitor, dossierFile)).bytes.toString());
    expect(told).toEqual({
      'Hecho el': '2022-04-06 15:53',
      'Zona horaria': 'America/Guayaquil',
      RUC: stage.quito.ruc,
      Entidad: stage.quito.name,
      Contacto: expect.objectContaining({
        'Apellido Paterno': 'Ñandú',
        'Apellido Materno': null,
        'Correo Electrónico': null,
        Sexo: 'Sin dato',
        Estado: 'ACTIVO',
        Hasta: null,
        Registrado: '2022-04-06 15:53',
      }),
      Usuarios: [
        {
          Usuario: user.userName,
          Estado: 'ACTIVO',
          Administrador: false,
          Menús: ['ENTIDAD-DATOS GENERALES'],
          'Monto Límite (USD)': '10.00',
          Presupuesto: 'INACTIVO',
          Creado: '2022-04-06 15:53',
          'Primera activación': '2022-04-06 15:53',
          'Último acceso': '2022-04-06 15:53',
          Sesiones: [
            {
              Navegador: 'Desconocido',
              Dirección: expect.stringContaining('127.0.0.1'),
              Desde: '2022-04-06 15:53',
              'Última actividad': '2022-04-06 15:53',
              Abierta: true,
            },
          ],
        },
      ],
      Historial: expect.arrayContaining([
        {
          'Fecha y hora': '2022-04-06 15:53',
          Quién: 'adminquito',
          Qué: 'Presupuesto cambiado',
          'Sobre quién': user.userName,
          Resultado: 'Hecho',
          Cambios: ['Monto Límite (USD): USD 10.00', 'Estado: INACTIVO'],
        },
      ]),
    });
    expect(Object.keys(told.Contacto)).toEqual([...Object.values(contactLabels), 'Registrado']);
    expect(told.Historial).toHaveLength((await visitor.open(dossier)).table(dossierHistory).length - 1);
  });

  test('leaves an incident that the person and the administrator see, and none for who asks ahead', async () => {
    const user = await someone(stage);
    const visitor = await stage.signedIn(user);
    for (const headers of [{ 'Sec-Purpose': 'prefetch' }, { Purpose: 'prefetch' }] as Record<string, string>[]) {
      const { status, bytes } = await download(stage, visitor, dossierFile, { headers });
      expect([status, bytes.length]).toEqual([503, 0]);
    }
    expect((await download(stage, visitor, dossierFile, { method: 'HEAD' })).status).toBe(200);
    expect(await incidentsOf(stage, 'user', user.id, 'data.downloaded')).toEqual([]);
    await download(stage, visitor, dossierFile);
    expect(await incidentsOf(stage, 'user', user.id, 'data.downloaded')).toMatchObject([
      { actor_name: user.userName, changes: [{ field: 'download.records', old: null, new: expect.any(Number) }] },
    ]);
    const told = { Qué: 'Datos propios descargados', Cambios: 'Descargó sus propios datos.' };
    expect((await visitor.open(dossier)).table(dossierHistory)[0]).toMatchObject(told);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const history = await administrator.open(`/administracion/contactos/incidencias?usuario=${user.id}`);
    expect(history.table()[0]).toMatchObject(told);
  });

  test('leads whoever has to sign in first to the page', async () => {
    const user = await someone(stage);
    const visitor = await stage.signedIn(user);
    stage.clock.advance(31 * 60_000);
    await visitor.open(dossierFile);
    expect((await enter(visitor, user)).url.pathname).toBe(dossier);
  });

  test('ends with the access', async () => {
    const user = await someone(stage);
    const visitor = await stage.signedIn(user);
    await switchUser(stage, user, 'Desactivar');
    expect((await visitor.get(dossierFile)).headers.location).toBe('/ingreso');
    expect(await incidentsOf(stage, 'user', user.id, 'data.downloaded')).toEqual([]);
  });
});
