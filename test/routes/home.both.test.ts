import { expect, test } from 'vitest';
import { addDays } from '../../src/domain/civil-date.ts';
import { closest, elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import { switchUser } from '../support/stage/administration.ts';
import { attention, ending, neverActivated, peopleIn, undelivered, withoutEmail } from '../support/stage/attention.ts';
import { addContact, addDelegate, newcomer, opening, scopeOf, someone } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

const today = '2022-04-06';

onStage('The first page', (stage) => {
  test('greets a delegate and lists the granted pages', async () => {
    const { page } = await stage.signedIn(stage.diana);
    expect(page.text).toContain('Buenas tardes, Diana Ñacato.');
    expect(doings(page)).toEqual(['Info Usuario', 'Consultar', 'Entidad Contratante']);
    expect(page.text).not.toContain('Qué requiere su atención');
  });

  test('lists for each person only the pages that their menus grant', async () => {
    expect(doings((await stage.signedIn(stage.bruno)).page)).toEqual(['Info Usuario']);
    const administrator = await stage.signedIn(stage.quito.administrator);
    expect(doings(administrator.page)).toEqual(['Contactos', 'Usuarios', 'Info Usuario']);
    for (const name of doings(administrator.page)) {
      await administrator.open('/inicio');
      const entry = elements(administrator.page.root, 'a').find((one) => textOf(one) === name && closest(one, 'main'));
      const href = entry?.attrs.find((one) => one.name === 'href')?.value ?? '';
      expect((await administrator.open(href)).status).toBe(200);
    }
  });

  test('says to the administrator that nothing needs attention', async () => {
    const { page } = await stage.signedIn(stage.cuenca.administrator);
    expect(page.text).toContain('Qué requiere su atención Nada por ahora: todo está al día.');
  });

  test('puts what needs attention before what may be done', async () => {
    const { text } = (await stage.signedIn(stage.quito.administrator)).page;
    const places = ['Amparo Salgado', 'Qué requiere su atención', 'Qué puede hacer'].map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  test('lists users who were never activated, and activates them in place', async () => {
    const administrator = await stage.signedIn(stage.quito.administrator);
    expect(attention(administrator.page)).toEqual({ [neverActivated]: ['Ochoa Nadia (delegada03) Activar'] });
    const contact = await administrator.follow('Ochoa Nadia (delegada03)');
    expect(contact.url.pathname).toBe(`/administracion/contactos/${stage.nadia.contactId}`);
    await administrator.open('/inicio');
    const page = await administrator.press('Activar Usuario delegada03');
    expect([page.url.pathname, page.announced]).toEqual(['/inicio', ['El usuario delegada03 quedó activado.']]);
    expect(attention(page)).toEqual({});
    await switchUser(stage, stage.nadia, 'Desactivar');
    expect(attention(await administrator.open('/inicio'))).toEqual({});
  });

  test('lists users without e-mail whose contact is ACTIVO, by name', async () => {
    await addDelegate(stage, 'sincorreo1', newcomer('Ñaupa', 'Nelly', { email: '' }));
    await addDelegate(stage, 'sincorreo2', newcomer('Ávila', 'Inés', { email: '' }));
    const { contactId } = await someone(stage, { email: '' });
    await stage.database.owner.updateTable('contacts').set({ active: false }).where('id', '=', contactId).execute();
    const { page } = await stage.signedIn(stage.quito.administrator);
    expect(attention(page)[withoutEmail]).toEqual([
      'Ávila Inés (sincorreo2) Escribir el correo',
      'Ñaupa Nelly (sincorreo1) Escribir el correo',
    ]);
    expect(page.link('Escribir el correo de Ávila Inés').href).toMatch(/^\/administracion\/contactos\/\d+#email$/);
  });

  test('lists delegations that end within 30 days, the next one first', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (const [name, days] of [
      ['Ayer', -1],
      ['Plazo', 30],
      ['Hoy', 0],
      ['Lejos', 31],
    ] as const) {
      await addContact(scope, newcomer(name, 'Rosa', { until: addDays(today, days) }));
    }
    await addContact(scope, newcomer('Inactiva', 'Rosa', { until: today, active: false }));
    const { page } = await stage.signedIn(stage.quito.administrator);
    expect(attention(page)[ending]).toEqual([
      'Hoy Rosa: hasta el 2022-04-06 Cambiar «Hasta»',
      'Plazo Rosa: hasta el 2022-05-06 Cambiar «Hasta»',
    ]);
    expect(page.link('Cambiar «Hasta» de Hoy Rosa').href).toMatch(/#until$/);
  });

  test('shows five people of each list, and leads to all of them where there are more', async () => {
    for (let count = 1; count <= 5; count += 1) {
      await addDelegate(stage, `nuncaactivo${count}`, newcomer('Zapata', `Z${'a'.repeat(count)}`), 'new');
    }
    const administrator = await stage.signedIn(stage.quito.administrator);
    const five = attention(administrator.page)[neverActivated] ?? [];
    expect([five.length, five[0]]).toEqual([5, 'Zapata Za (nuncaactivo1) Activar']);
    await addDelegate(stage, 'nuncaactivo6', newcomer('Zurita', 'Zoe'), 'new');
    const six = attention(await administrator.open('/inicio'))[neverActivated] ?? [];
    expect([six.length, six.at(-1)]).toEqual([6, 'Ver todas (6)']);
    const all = await administrator.follow('Ver todas (6)');
    expect([all.h1, entries(all).length, all.link('Regresar').href]).toEqual([neverActivated, 6, '/inicio']);
    const fewer = await administrator.press('Activar Usuario nuncaactivo6');
    expect([fewer.h1, entries(fewer).length]).toEqual([neverActivated, 5]);
    expect(fewer.announced).toEqual(['El usuario nuncaactivo6 quedó activado.']);
  });

  test('shows a list alone to the administrator, and none to a delegate or for an unknown name', async () => {
    const administrator = await stage.signedIn(stage.cuenca.administrator);
    const names = 'sin-activar vencidas sin-acceso sin-contrasena correo-no-entregado sin-correo por-terminar'.split(
      ' ',
    );
    for (const name of names) {
      expect((await administrator.open(`/inicio?todas=${name}`)).text).toContain('Ya no queda nadie en esta lista.');
    }
    expect((await administrator.open('/inicio?todas=nadie')).h1).toBe('Inicio');
    const delegate = await stage.signedIn(stage.diana);
    expect((await delegate.open('/inicio?todas=sin-activar')).h1).toBe('Inicio');
  });

  test('tells the administrator that the recovery is locked', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    expect(visitor.page.text).not.toContain('bloqueada');
    const users = stage.database.owner.updateTable('users').set({ recovery_locked: true });
    await users.where('id', '=', stage.quito.administrator.id).execute();
    const { text } = await visitor.open('/inicio');
    expect(text).toContain('La recuperación de su contraseña está bloqueada');
  });

  test('lists users whose mail failed, and leads to sending it again', async () => {
    const user = await someone(stage, { paternalSurname: 'Icaza' });
    const mail = { ruc: user.ruc, kind: 'user-activated', contact_id: user.contactId, user_id: user.id };
    await stage.database.owner
      .insertInto('mails')
      .values({
        ...mail,
        recipient: user.email,
        status: 'undelivered',
        queued_at: opening,
        settled_at: opening,
      } as never)
      .execute();
    const administrator = await stage.signedIn(stage.quito.administrator);
    expect(attention(administrator.page)[undelivered]).toEqual([`Icaza Paz (${user.userName}) Reenviar`]);
    expect((await administrator.follow(`Reenviar ${user.userName}`)).h1).toBe('Reenviar Correo');
  });

  test.for([
    [31, null],
    [30, 'Su delegación termina el 2022-05-06.'],
    [0, 'Su delegación termina el 2022-04-06.'],
  ] as const)('warns a delegate whose delegation ends in %i days: %s', async ([days, warning]) => {
    const until = addDays(today, days);
    const delegate = await someone(stage, { until });
    const { text } = (await stage.signedIn(delegate)).page;
    if (warning) expect(text).toContain(warning);
    else expect(text).not.toContain('Su delegación termina');
  });
});

function doings(page: Page): string[] {
  const links = elements(page.root, 'a').filter((one) => closest(one, 'main') && closest(one, 'li'));
  return links.map(textOf).filter((text) => /^[\p{L} ]+$/u.test(text));
}

function entries(page: Page): string[] {
  return peopleIn(elements(page.root, 'li').filter((one) => closest(one, 'main')));
}
