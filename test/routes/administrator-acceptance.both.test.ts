import { beforeEach, expect, test } from 'vitest';
import { appointAdministrator } from '../../src/data/outside/administrators.ts';
import { resetAdministrator } from '../../src/data/outside/entities.ts';
import { actsOf, administratorsOf, answer, aParish, offerPage, offerTo } from '../support/stage/administrator.ts';
import { menusOf, password } from '../support/stage/cast.ts';
import { attempt } from '../support/stage/guesses.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { stateInIncidents, stateInTables } from '../support/stage/replay.ts';
import { isOpen } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const accept = 'Aceptar la administración';
const done = ['Usted es ahora el administrador de la entidad. Ver el acta'];

onStage('The acceptance of the administration', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('moves role and menu, leaves the former the compulsory menu and the new one all others', async () => {
    const parish = await aParish(stage);
    const { entity, ana, berta } = parish;
    expect(await menusOf(stage, ana)).toEqual(['ADMINISTRACION', 'DATOS_GENERALES']);
    await offerTo(stage, parish, berta);
    const page = await answer(stage, berta, accept);
    expect([page.announced, page.url.pathname]).toEqual([done, '/inicio']);
    expect(page.link('Administración').href).toBe('/administracion/contactos');
    expect(await administratorsOf(stage, entity)).toEqual(['bertajunta']);
    expect(await menusOf(stage, ana)).toEqual(['DATOS_GENERALES']);
    expect(await menusOf(stage, berta)).toEqual(['ADMINISTRACION', 'CONSULTAS', 'DATOS_GENERALES', 'PAC']);
    const former = await stage.signedIn(ana);
    expect((await former.open('/inicio')).text).not.toContain('Administración');
    expect((await former.open('/administracion/usuarios')).status).toBe(403);
    const list = await (await stage.browserOf(berta)).open('/administracion/usuarios');
    expect(
      list
        .table()
        .filter((row) => row.Menú === 'Usuario Administrador')
        .map((row) => row.USUARIO),
    ).toEqual(['bertajunta']);
  });

  test('ends all sessions of both but the one that accepts', async () => {
    const parish = await aParish(stage);
    const { ana, berta, ciro } = parish;
    await offerTo(stage, parish, berta);
    const others = [await stage.signedIn(ana), await stage.browserOf(ana), await stage.signedIn(berta)];
    const [accepting, third] = [await stage.signedIn(berta), await stage.signedIn(ciro)];
    await accepting.open('/inicio');
    await accepting.press(accept);
    for (const visitor of others) expect(await isOpen(visitor)).toBe(false);
    for (const visitor of [accepting, third]) expect(await isOpen(visitor)).toBe(true);
  });

  test('leaves an incident of each, from which the history can be computed, and one act', async () => {
    const parish = await aParish(stage);
    const { entity, ana, berta } = parish;
    await stage.database.owner
      .insertInto('budgets')
      .values({ ruc: entity.ruc, user_id: berta.id, limit_amount: '1500.50', active: true })
      .execute();
    await offerTo(stage, parish, berta, { 'Correo Electrónico': 'otra@prueba.example' });
    stage.clock.advance(1_000);
    await answer(stage, berta, accept);
    const of = async (id: number) =>
      (await incidentsOf(stage, 'user', id, 'administration.accepted')).map(({ actor_name, changes }) => [
        actor_name,
        changes,
      ]);
    expect(await of(ana.id)).toEqual([
      [
        'bertajunta',
        [
          { field: 'user.administrator', old: true, new: false },
          { field: 'user.menu', old: 'ADMINISTRACION', new: null },
        ],
      ],
    ]);
    expect(await of(berta.id)).toEqual([
      [
        'bertajunta',
        [
          { field: 'user.administrator', old: false, new: true },
          { field: 'user.menu', old: null, new: 'ADMINISTRACION' },
        ],
      ],
    ]);
    const [changed, ...more] = await incidentsOf(stage, 'contact', berta.contactId, 'contact.changed');
    expect([changed?.changes, more]).toEqual([
      [{ field: 'contact.email', old: berta.email, new: 'otra@prueba.example' }],
      [],
    ]);
    const { users, contacts } = await stateInTables(stage.database, entity.ruc);
    const computed = await stateInIncidents(stage.database, entity.ruc, stage.clock.now);
    for (const { id } of [ana, berta]) {
      expect(computed.users[id]?.fields['user.administrator']).toBe(users[id]?.fields['user.administrator']);
    }
    expect(computed.users[ana.id]?.menus).toEqual(users[ana.id]?.menus);
    expect(computed.contacts).toEqual(contacts);
    const [act, ...others] = await actsOf(stage, entity);
    expect([act?.kind, act?.made_by, others]).toEqual(['administration', 'bertajunta', []]);
    expect(act?.record).toMatchObject({
      kind: 'administration',
      entityName: entity.name,
      day: '2022-04-06',
      outgoing: {
        name: 'Andrade Ana',
        contactId: ana.contactId,
        position: 'Analista',
        documentType: 'Pasaporte',
        users: [{ name: 'adminjunta', limit: null, menus: ['ENTIDAD-DATOS GENERALES', 'ADMINISTRACIÓN'] }],
      },
      successor: { name: 'Bravo Berta', users: [{ name: 'bertajunta', limit: '1500.50' }] },
    });
    const history = await (await stage.browserOf(berta)).open('/administracion/contactos/incidencias');
    for (const told of [
      'bertajunta pasó a ser el administrador de la entidad. Se le agregó: ADMINISTRACIÓN.',
      'adminjunta dejó de ser el administrador de la entidad y sigue como delegado. Se le quitó: ADMINISTRACIÓN.',
      'Propuso la administración a bertajunta, con el correo otra@prueba.example, hasta el 2022-04-09',
    ]) {
      expect(history.text).toContain(told);
    }
  });

  test('pressed in two tabs has one effect and the same answer', async () => {
    const parish = await aParish(stage);
    const { entity, berta } = parish;
    await offerTo(stage, parish, berta);
    const visitor = await stage.browserOf(berta);
    const { entries } = (await visitor.open('/inicio')).submission(accept);
    const tabs = await Promise.all([1, 2].map(() => visitor.post('/inicio/propuesta', entries)));
    tabs.push(await visitor.post('/inicio/propuesta', entries));
    expect(tabs.map(({ status, headers }) => [status, headers.location])).toEqual(
      Array(3).fill([303, expect.stringMatching(/\/inicio$/)]),
    );
    // Each of them leads on to the act.
    for (const { headers } of tabs) expect(headers['set-cookie']).toContain('soce_aviso=ver-acta.');
    expect((await actsOf(stage, entity)).length).toBe(1);
    expect((await incidentsOf(stage, 'user', berta.id, 'administration.accepted')).length).toBe(1);
    const declined = entries.map(([name, value]): [string, string] => [name, name === 'accion' ? 'no-aceptar' : value]);
    const late = await visitor.post('/inicio/propuesta', declined);
    expect([late.status, late.errors]).toEqual([
      422,
      [expect.stringMatching(/^No se registró su respuesta: .* se aceptó/)],
    ]);
  });

  test('turns away the open forms of the former administrator: first to the sign-in page, then 403', async () => {
    const parish = await aParish(stage);
    const { entity, ana, berta, ciro } = parish;
    await offerTo(stage, parish, berta);
    const former = await stage.browserOf(ana);
    const pages: [path: string, button: string, values: Record<string, string>][] = [
      [`/administracion/contactos/${ciro.contactId}`, 'Guardar', { Estado: 'INACTIVO' }],
      [`/administracion/usuarios?buscar=${ciro.userName}`, 'Desactivar Usuario cirojunta1', {}],
      [`/administracion/usuarios/${ciro.id}/presupuesto`, 'Guardar', { 'Monto Límite (USD)': '5', Estado: 'ACTIVO' }],
      [offerPage, 'Proponer', { 'Nuevo administrador': 'Coro Ciro (cirojunta1)', Contraseña: password }],
      [offerPage, 'Retirar propuesta', {}],
    ];
    const forms = [];
    for (const [path, button, values] of pages) {
      await former.open(path);
      forms.push(former.fill(values).page.submission(button));
    }
    await answer(stage, berta, accept);
    const before = await stateInTables(stage.database, entity.ruc);
    for (const { url, entries } of forms) {
      const page = await former.post(url.pathname, entries);
      expect([page.status, page.headers.location]).toEqual([303, expect.stringMatching(/\/ingreso$/)]);
    }
    await former.open('/ingreso');
    await former.fill({ Ruc: ana.ruc, Usuario: ana.userName, Contraseña: password }).press('Entrar');
    for (const { url, entries } of forms) {
      const page = await former.post(url.pathname, entries);
      expect([page.status, page.h1]).toEqual([403, 'Sin autorización']);
      expect(page.link('Regresar al inicio').href).toBe('/inicio');
    }
    expect(await stateInTables(stage.database, entity.ruc)).toEqual(before);
  });

  test('is refused where the administrator was disabled, reset or replaced meanwhile', async () => {
    const { database, outbox, clock } = stage;
    const meanwhile: [what: RegExp, (parish: Awaited<ReturnType<typeof aParish>>) => Promise<unknown>][] = [
      [
        /ya no tiene acceso como administrador/,
        ({ ana }) => database.owner.updateTable('users').set({ active: false }).where('id', '=', ana.id).execute(),
      ],
      [
        /se retiró el/,
        ({ entity }) =>
          resetAdministrator(database, entity.ruc, { passwordHash: 'x', temporaryUntil: clock.now }, clock.now),
      ],
      [
        /se retiró el/,
        ({ entity, ciro }) =>
          appointAdministrator({ database, outbox }, { ruc: entity.ruc, userName: ciro.userName }, clock.now),
      ],
    ];
    for (const [reason, change] of meanwhile) {
      const parish = await aParish(stage);
      await offerTo(stage, parish, parish.berta);
      const visitor = await stage.browserOf(parish.berta);
      await visitor.open('/inicio');
      await change(parish);
      const before = await administratorsOf(stage, parish.entity);
      const page = await visitor.press(accept);
      expect([page.status, page.errors]).toEqual([422, [expect.stringMatching(reason)]]);
      expect(await administratorsOf(stage, parish.entity)).toEqual(before);
    }
  });

  test('shuts the former administrator out where the own delegation has ended', async () => {
    const parish = await aParish(stage, { ana: { until: '2022-04-05' } });
    await offerTo(stage, parish, parish.berta);
    await answer(stage, parish.berta, accept);
    expect((await attempt(stage, parish.ana)).status).toBe(422);
    const row = await (await stage.browserOf(parish.berta)).open('/administracion/usuarios?buscar=adminjunta');
    expect(row.text).toContain('VENCIDO');
  });

  test('is possible on from one to the next, and back', async () => {
    const parish = await aParish(stage);
    const { entity, ana, berta } = parish;
    await offerTo(stage, parish, berta);
    await answer(stage, berta, accept);
    await offerTo(stage, { ana: berta }, ana);
    await answer(stage, ana, accept);
    expect(await administratorsOf(stage, entity)).toEqual(['adminjunta']);
    expect(await menusOf(stage, berta)).toEqual(['DATOS_GENERALES']);
    expect((await actsOf(stage, entity)).length).toBe(2);
  });
});
