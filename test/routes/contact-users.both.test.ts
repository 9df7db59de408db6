import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { userList, visiting } from '../support/stage/administration.ts';
import { addContact, type CastUser, newcomer, scopeOf, secondUser, someone } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const contactList = '/administracion/contactos';
const history = `${contactList}/incidencias`;

onStage('The page of a contact', (stage) => {
  test('leads to all that is done with each of its users', async () => {
    const user = await someone(stage);
    const second = await secondUser(stage, user, 'segundo2022');
    const { page } = await opened(stage, user.contactId);
    for (const { id, userName } of [user, second]) {
      const of = (name: string) => page.link(`${name} de ${userName}`).href;
      expect(of('Perfil')).toBe(`${userList}/${id}/perfil`);
      expect(of('Resetear Contraseña')).toBe(`${userList}/${id}/resetear`);
      expect(of('Presupuesto')).toBe(`${userList}/${id}/presupuesto`);
      expect(of('Sesiones')).toBe(`${userList}/${id}/sesiones`);
      expect(of('Ver historial')).toBe(`${history}?usuario=${id}`);
    }
    expect(page.link('Ver historial').href).toBe(`${history}?contacto=${user.contactId}`);
    expect(page.offers('Crear su usuario')).toBe(false);
  });

  test('deactivates and activates a user, and comes back with the message', async () => {
    const user = await someone(stage);
    const visitor = await opened(stage, user.contactId);
    for (const [verb, sentence] of [
      ['Desactivar', `El usuario ${user.userName} quedó desactivado: ya no tiene acceso.`],
      ['Activar', `El usuario ${user.userName} quedó activado.`],
    ]) {
      const page = await visitor.press(`${verb} Usuario ${user.userName}`);
      expect([page.url.pathname, page.announced]).toEqual([`${contactList}/${user.contactId}`, [sentence]]);
    }
  });

  test('comes back under htmx, too, which first asks', async () => {
    const user = await someone(stage);
    const visitor = await opened(stage, user.contactId);
    expect(visitor.page.html).toContain(`hx-confirm="¿Desactivar a ${user.userName}?`);
    const answer = await visitor.swap(`Desactivar Usuario ${user.userName}`);
    expect([answer.html, answer.headers['hx-redirect']]).toEqual(['', `${contactList}/${user.contactId}`]);
    expect((await visitor.open(contactList)).announced.join()).toContain('quedó desactivado');
  });

  test('offers of the administrator’s user neither activation, profile nor reset', async () => {
    const { contactId, userName } = stage.quito.administrator;
    const { page } = await opened(stage, contactId);
    expect(page.text).toContain(`${userName} ACTIVO Usuario Administrador`);
    for (const name of ['Perfil de', 'Resetear Contraseña de', 'Desactivar Usuario']) {
      expect(page.offers(`${name} ${userName}`)).toBe(false);
    }
    expect(page.offers(`Presupuesto de ${userName}`)).toBe(true);
  });

  test('leads to a first user of an ACTIVO contact alone', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    const [active, inactive] = [
      await addContact(scope, newcomer('Sola', 'Sol')),
      await addContact(scope, newcomer('Sola', 'Luna', { active: false })),
    ];
    const visitor = await opened(stage, active);
    const form = await visitor.follow('Crear su usuario');
    expect([form.h1, form.field('Nombre').value]).toEqual(['Agregar Usuario', 'Sola Sol']);
    expect((await opened(stage, inactive)).page.offers('Crear su usuario')).toBe(false);
    expect((await visitor.open(`${contactList}/nuevo`)).text).not.toContain('Usuarios de este contacto');
  });

  test('prints its users without actions', async () => {
    const user = await someone(stage);
    const visitor = await opened(stage, user.contactId);
    const page = await visitor.open(`${contactList}/${user.contactId}?imprimir=1`);
    expect(page.text).toContain(`${user.userName} ACTIVO`);
    expect(page.text).not.toMatch(/Presupuesto|Desactivar|Ver historial/);
  });
});

onStage('The history of one person', (stage) => {
  test('has the incidents of a contact and its users alone, newest first', async () => {
    const [user, other] = [await someone(stage, { state: 'temporary' }), await someone(stage)];
    const visitor = await opened(stage, user.contactId);
    await visitor.fill({ Cargo: 'Rector' }).press('Guardar');
    await visitor.open(`${contactList}/${user.contactId}`);
    const ofContact = await visitor.follow('Ver historial');
    expect(ofContact.h1).toBe('Historial de Persona Paz');
    expect(events(ofContact)).toEqual(['Contacto modificado', 'Usuario activado', 'Usuario creado', 'Contacto creado']);
    expect(ofContact.text).not.toContain(other.userName);
    expect((await visitor.follow('Regresar')).url.pathname).toBe(`${contactList}/${user.contactId}`);
    const ofUser = await visitor.follow(`Ver historial de ${user.userName}`);
    expect([ofUser.h1, events(ofUser)]).toEqual([
      `Historial de ${user.userName}`,
      ['Usuario activado', 'Usuario creado'],
    ]);
    const list = await visitor.follow('Regresar');
    expect([list.url.pathname, list.ids.includes(`u${user.id}`)]).toEqual([userList, true]);
  });

  test('keeps to the person on its other pages and on paper', async () => {
    const user = await someone(stage);
    const visitor = await opened(stage, user.contactId);
    for (let count = 0; count < 10; count += 1) {
      for (const verb of ['Desactivar', 'Activar']) await visitor.press(`${verb} Usuario ${user.userName}`);
    }
    await visitor.open(`${history}?usuario=${user.id}`);
    const second = await visitor.follow('Siguiente');
    expect([second.url.search, events(second)]).toEqual([
      `?usuario=${user.id}&pagina=2`,
      ['Usuario activado', 'Usuario creado'],
    ]);
    expect((await visitor.follow('Imprimir')).table()).toHaveLength(22);
  });

  test('is empty for a foreign person as for a missing one, and everybody’s for what is no number', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const { carla } = stage;
    for (const query of [`contacto=${carla.contactId}`, `usuario=${carla.id}`, 'usuario=999999', 'contacto=999999']) {
      const page = await visitor.open(`${history}?${query}`);
      expect([page.h1, page.text.includes('Aún no hay incidencias.')]).toEqual(['Historial', true]);
      expect(page.link('Regresar').href).toBe(contactList);
    }
    for (const query of ['usuario=x', 'contacto=0', 'usuario=']) {
      expect((await visitor.open(`${history}?${query}`)).h1).toBe('Incidencias');
    }
  });
});

function opened(stage: Stage, contactId: CastUser['contactId']): Promise<Visitor> {
  return visiting(stage, stage.quito.administrator, `${contactList}/${contactId}`);
}

function events(page: Page): (string | undefined)[] {
  return page.table().map((row) => row.Qué);
}
