import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import { addContact, grant, menusOf, newcomer, opening, scopeOf, secondUser, someone } from '../support/stage/cast.ts';
import { days, factsOn, handoverOf, relieving, review, successorOf } from '../support/stage/handovers.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('A handover', (stage) => {
  test('moves the days, adds the menus and copies the budget to a user of the successor', async () => {
    const outgoing = await someone(stage, { paternalSurname: 'Saliente', firstName: 'Saúl', position: 'Director' });
    await grant(stage, outgoing, ['PAC', 'CONSULTAS']);
    await setBudget(stage, outgoing.id, '5000.00');
    const successor = await someone(stage, { paternalSurname: 'Entrante', firstName: 'Elsa', from: '2022-05-01' });
    await grant(stage, successor, ['REPORTES', 'CONSULTAS']);
    const visitor = await relieving(stage, outgoing);
    expect(visitor.page.h1).toBe('Relevar a Saliente Saúl');
    const asked = await visitor
      .fill({ ...days, 'Quién releva': 'Entrante Elsa (ya tiene 1 usuario; Empieza el 2022-05-01)' })
      .press('Revisar');
    expect([asked.status, asked.errors, asked.field('Usuario').value]).toEqual([200, [], successor.userName]);
    const page = await visitor.press('Revisar');
    expect(page.h1).toBe('Revisar el relevo de Saliente Saúl');
    expect(factsOn(page)).toEqual({
      'Sale: Saliente Saúl': 'Hasta: sin fecha → 2022-04-10. Su usuario tiene acceso hasta ese día, inclusive.',
      'Entra: Entrante Elsa': 'Desde: 2022-05-01 → 2022-04-11. Su usuario tiene acceso desde el 2022-04-11.',
      [`Usuario ${successor.userName}`]: expect.stringMatching(
        /^Recibe de persona\d+: .*\. Límite: Sin límite → USD 5,000\.00\.$/,
      ),
    });
    expect(await contactOf(stage, outgoing.contactId)).toMatchObject({ until: null });
    const act = await visitor.press('Confirmar');
    expect(act.announced.join(' ')).toMatch(/^Datos Actualizados\. El relevo consta en el acta No\. \d+\.$/);
    expect(act.url.pathname).toMatch(/^\/administracion\/relevos\/\d+$/);
    expect(await contactOf(stage, outgoing.contactId)).toEqual({ from: '2022-01-01', until: '2022-04-10' });
    expect(await contactOf(stage, successor.contactId)).toEqual({ from: '2022-04-11', until: null });
    expect(await menusOf(stage, successor)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'PAC', 'REPORTES']);
    expect(await menusOf(stage, outgoing)).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'PAC']);
    const ofUser = await incidentsOf(stage, 'user', successor.id);
    expect(ofUser.slice(-2).map(({ event, changes }) => [event, changes])).toEqual([
      ['profile.changed', [{ field: 'user.menu', old: null, new: 'PAC' }]],
      [
        'budget.changed',
        [
          { field: 'budget.limit', old: null, new: '5000.00' },
          { field: 'budget.active', old: null, new: true },
        ],
      ],
    ]);
    const ofOutgoing = await incidentsOf(stage, 'contact', outgoing.contactId);
    expect(ofOutgoing.slice(-2).map(({ event, changes }) => [event, changes])).toEqual([
      ['contact.changed', [{ field: 'contact.until', old: null, new: '2022-04-10' }]],
      [
        'handover.made',
        [
          { field: 'handover.id', old: null, new: Number(act.url.pathname.split('/').at(-1)) },
          { field: 'handover.successor', old: null, new: 'Entrante Elsa' },
          { field: 'handover.lastDay', old: null, new: '2022-04-10' },
          { field: 'handover.firstDay', old: null, new: '2022-04-11' },
        ],
      ],
    ]);
    const [ofSuccessor] = (await incidentsOf(stage, 'contact', successor.contactId, 'contact.changed')).slice(-1);
    expect(ofSuccessor?.changes).toEqual([{ field: 'contact.from', old: '2022-05-01', new: '2022-04-11' }]);
  });

  test('adds a new user, deactivated and without a password, whose activation and reset are at hand', async () => {
    const outgoing = await someone(stage);
    await grant(stage, outgoing, ['PAC']);
    await setBudget(stage, outgoing.id, '0.00');
    const { contactId, name } = await successorOf(stage, { paternalSurname: 'Nueva', email: 'nueva@prueba.example' });
    const visitor = await relieving(stage, outgoing);
    const page = await review(visitor, { 'Quién releva': name }, { Usuario: 'nueva2022' });
    expect(factsOn(page)['Usuario nueva2022']).toMatch(
      /^Se crea desactivado y sin contraseña\. Recibe de .*USD 0\.00\.$/,
    );
    const act = await visitor.press('Confirmar');
    expect(act.announced.join(' ')).toMatch(
      /Falta activar al usuario nueva2022 y resetear su contraseña\. Activar Resetear$/,
    );
    const user = await userNamed(stage, 'nueva2022');
    expect(user).toMatchObject({ contact_id: contactId, active: false, password_hash: null, temporary_until: null });
    expect(await menusOf(stage, { ruc: stage.quito.ruc, id: user.id } as never)).toEqual(['DATOS_GENERALES', 'PAC']);
    const [created, budget] = await incidentsOf(stage, 'user', user.id);
    expect([created?.event, budget?.event]).toEqual(['user.created', 'budget.changed']);
    expect(created?.changes.filter(({ field }) => field === 'user.menu').map((one) => one.new)).toEqual([
      'DATOS_GENERALES',
      'PAC',
    ]);
    const list = await visitor.press('Activar');
    expect(list.text).toContain('El usuario nueva2022 quedó activado');
    await visitor.follow('Resetear Contraseña', { row: 'nueva2022' });
    expect((await visitor.press('Resetear Contraseña')).text).toContain('se envió a');
  });

  test('adds a new user that is named although nothing is copied', async () => {
    const outgoing = await someone(stage);
    await grant(stage, outgoing, ['PAC']);
    const { contactId } = await successorOf(stage, { paternalSurname: 'Vacía' });
    const visitor = await relieving(stage, outgoing, `?contacto=${contactId}`);
    const page = await review(visitor, { 'Copiar menús': false, Usuario: 'vacia2022' });
    expect(factsOn(page)['Usuario vacia2022']).toBe(
      'Se crea desactivado y sin contraseña. Solo tiene los menús obligatorios.',
    );
    const act = await visitor.press('Confirmar');
    expect(factsOn(act)['Usuario vacia2022']).toBe('Menús: ENTIDAD-DATOS GENERALES. Límite: Sin límite.');
    const user = await userNamed(stage, 'vacia2022');
    expect(user).toMatchObject({ contact_id: contactId, active: false, password_hash: null });
    expect(await menusOf(stage, { ruc: stage.quito.ruc, id: user.id } as never)).toEqual(['DATOS_GENERALES']);
  });

  test('asks for the name of a new user that is chosen although nothing is copied, and adds no chosen one', async () => {
    const outgoing = await someone(stage);
    const successor = await someone(stage);
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    const page = await review(visitor, { 'Copiar menús': false, Usuario: 'Crear un usuario nuevo' });
    expect(page.errors).toEqual(['Usuario nuevo: use de 8 a 20 letras (sin tildes ni ñ) y dígitos, sin espacios.']);
    const kept = await visitor.fill({ Usuario: successor.userName }).press('Revisar');
    expect([kept.errors, factsOn(kept).Usuarios]).toEqual([[], 'No se copia nada: quedan como están.']);
  });

  test('never moves an older “Desde”, and takes no menu', async () => {
    const outgoing = await someone(stage);
    const successor = await someone(stage, { paternalSurname: 'Antigua', firstName: 'Ada', from: '2020-02-02' });
    await grant(stage, successor, ['REPORTES']);
    const visitor = await relieving(stage, outgoing);
    const page = await review(visitor, { 'Quién releva': 'Antigua Ada (ya tiene 1 usuario)' }, {});
    expect(factsOn(page)['Entra: Antigua Ada']).toBe('«Desde» sigue siendo 2020-02-02. Releva desde el 2022-04-11.');
    await visitor.press('Confirmar');
    expect(await contactOf(stage, successor.contactId)).toEqual({ from: '2020-02-02', until: null });
    expect(await menusOf(stage, successor)).toEqual(['DATOS_GENERALES', 'REPORTES']);
    expect(await incidentsOf(stage, 'contact', successor.contactId, 'contact.changed')).toEqual([]);
  });

  test('with a last day that has passed ends access and sessions at once', async () => {
    const outgoing = await someone(stage);
    const theirs = await stage.signedIn(outgoing);
    const { name } = await successorOf(stage, { paternalSurname: 'Pronta' });
    const visitor = await relieving(stage, outgoing);
    const past = { 'Último día de quien sale': '05/04/2022', 'Primer día de quien entra': '2022-04-06' };
    const page = await review(visitor, { ...past, 'Quién releva': name, 'Copiar menús': false });
    const [said] = Object.values(factsOn(page));
    expect(said).toContain('Su usuario pierde el acceso en el acto, y sus sesiones abiertas se cierran.');
    expect((await theirs.open('/inicio')).url.pathname).toBe('/inicio');
    await visitor.press('Confirmar');
    expect((await theirs.open('/inicio')).url.pathname).toBe('/ingreso');
    const sessions = stage.database.owner.selectFrom('sessions').select('id').where('user_id', '=', outgoing.id);
    expect(await sessions.execute()).toEqual([]);
  });

  test('keeps access on the last day and ends it on the next', async () => {
    const outgoing = await someone(stage);
    const { name } = await successorOf(stage, { paternalSurname: 'Puntual' });
    const visitor = await relieving(stage, outgoing);
    const today = { 'Último día de quien sale': '2022-04-06', 'Primer día de quien entra': '2022-04-07' };
    await review(visitor, { ...today, 'Quién releva': name, 'Copiar menús': false });
    await visitor.press('Confirmar');
    expect(await contactOf(stage, outgoing.contactId)).toMatchObject({ until: '2022-04-06' });
    stage.clock.now = new Date('2022-04-07T04:50:00Z');
    const theirs = await stage.signedIn(outgoing);
    stage.clock.now = new Date('2022-04-07T04:59:00Z');
    expect((await theirs.open('/inicio')).url.pathname).toBe('/inicio');
    stage.clock.now = new Date('2022-04-07T05:00:00Z');
    expect((await theirs.open('/inicio')).url.pathname).toBe('/ingreso');
    stage.clock.now = opening;
  });

  test('adds the menus of two users to one, and says which are past their validity', async () => {
    stage.clock.now = new Date('2025-06-26T12:00:00Z');
    const outgoing = await someone(stage);
    const other = await secondUser(stage, outgoing, `${outgoing.userName}b`);
    await grant(stage, outgoing, ['PAC', expired]);
    await grant(stage, other, ['REPORTES', 'PAC']);
    const successor = await someone(stage, { paternalSurname: 'Doble', firstName: 'Dora' });
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    expect(visitor.page.field('Quién releva').value).toBe('Doble Dora (ya tiene 1 usuario)');
    const later = { 'Último día de quien sale': '2025-07-01', 'Primer día de quien entra': '2025-07-02' };
    const page = await review(visitor, later);
    const said = factsOn(page)[`Usuario ${successor.userName}`];
    expect(said).toContain(`Recibe de ${outgoing.userName} y ${other.userName}: `);
    expect(said).toContain('No se copia lo que ya no está vigente: ENTIDAD-MENOR CUANTÍA.');
    await visitor.press('Confirmar');
    stage.clock.now = opening;
    expect(await menusOf(stage, successor)).toEqual(['DATOS_GENERALES', 'PAC', 'REPORTES']);
  });

  test('“Agregar Contacto” leads to a new contact and back, with that person chosen', async () => {
    const outgoing = await someone(stage);
    const visitor = await relieving(stage, outgoing);
    const form = await visitor.follow('Agregar Contacto');
    expect(form.offers('Guardar y crear su usuario')).toBe(false);
    expect(form.link('Cancelar').href).toBe(handoverOf(outgoing));
    await visitor.press('Guardar');
    const page = await visitor
      .fill({
        'Apellido Paterno': 'Vuelta',
        'Primer Nombre': 'Vera',
        'Tipo de Documento': 'Pasaporte',
        'Número Identificación': 'VUELTA01',
        Cargo: 'Analista',
        Desde: '2022-04-11',
        'Fecha de Nacimiento': '1990-01-01',
      })
      .press('Guardar');
    expect(page.url.pathname).toBe(handoverOf(outgoing));
    expect(page.announced.join(' ')).toBe('Datos Actualizados. Se registró a Vera Vuelta.');
    expect(page.field('Quién releva').value).toBe('Vuelta Vera (Empieza el 2022-04-11)');
  });

  test('keeps what was sent of its form while a contact is added for it, also where that form is refused or emptied', async () => {
    const outgoing = await someone(stage);
    const visitor = await relieving(stage, outgoing);
    const typed = { 'Último día de quien sale': '2022-05-10', 'Primer día de quien entra': '2022-05-01' };
    await visitor.fill({ ...typed, 'Trabajarán juntos': true, 'Copiar menús': false }).press('Revisar');
    await visitor.follow('Agregar Contacto');
    await visitor.press('Limpiar Campos');
    const refused = await visitor.press('Guardar');
    expect(refused.status).toBe(422);
    const shows = (page: Page) => ({
      ...Object.fromEntries(Object.keys(typed).map((label) => [label, page.field(label).value])),
      'Trabajarán juntos': page.field('Trabajarán juntos').checked,
      'Copiar menús': page.field('Copiar menús').checked,
    });
    const sent = { ...typed, 'Trabajarán juntos': true, 'Copiar menús': false };
    const other = await stage.browserOf(stage.quito.administrator);
    expect(shows(await other.open(refused.link('Cancelar').href))).toEqual(sent);
    const page = await visitor
      .fill({
        'Apellido Paterno': 'Regreso',
        'Primer Nombre': 'Rita',
        'Tipo de Documento': 'Pasaporte',
        'Número Identificación': 'REGRESO1',
        Cargo: 'Analista',
        Desde: '2022-04-01',
        'Fecha de Nacimiento': '1990-01-01',
      })
      .press('Guardar');
    expect(shows(page)).toEqual(sent);
    expect(page.field('Quién releva').value).toBe('Regreso Rita');
    expect(page.errors).toEqual([]);
  });

  test('is offered where a delegation ends or has ended, and on each contact but the administrator’s', async () => {
    const surname = 'Señalada';
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    const add = (firstName: string, until: string | null, from = '2022-01-01') =>
      addContact(scope, newcomer(surname, firstName, { from, until }));
    const ids = [await add('Ana', '2022-04-05'), await add('Bea', '2022-05-06')];
    await add('Eva', '2022-05-07');
    await add('Ida', null, '2022-04-07');
    const visitor = await stage.browserOf(stage.quito.administrator);
    const page = await visitor.open(`/administracion/contactos?buscar=${encodeURIComponent(surname)}`);
    const links = [...page.html.matchAll(/aria-label="(Relevar [^"]*)" href="([^"]*)"/g)];
    expect(links.map(([, name, href]) => [name, href])).toEqual([
      [`Relevar ${surname} Ana`, handoverOf({ contactId: ids[0] ?? 0 })],
      [`Relevar ${surname} Bea`, handoverOf({ contactId: ids[1] ?? 0 })],
    ]);
    expect((await visitor.open(`/administracion/contactos/${ids[0]}`)).offers('Relevar')).toBe(true);
    const own = await visitor.open(`/administracion/contactos/${stage.quito.administrator.contactId}`);
    expect(own.offers('Relevar')).toBe(false);
  });
});

// Valid until 25 June 2025.
const expired = 'MENOR_CUANTIA';

async function setBudget(stage: Stage, userId: number, limit: string): Promise<void> {
  await scopeOf(stage.database, stage.quito, stage.clock.now).budgets.set(userId, 1, { limit, active: true });
}

async function contactOf({ database }: Stage, id: number) {
  const query = database.owner.selectFrom('contacts').select(['delegated_from as from', 'delegated_until as until']);
  return query.where('id', '=', id).executeTakeFirstOrThrow();
}

function userNamed({ database }: Stage, name: string) {
  return database.owner.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
}
